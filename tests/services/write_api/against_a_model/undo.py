"""What undoing a revision does to the model: rows are compared as they were before it, after it, and now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.services.write_api.against_a_model.parting import parting
from tests.services.write_api.against_a_model.shop import Row, Shop
from tests.services.write_api.against_a_model.wire import Refused, refuse, written

NAMES = {
    "category_id": "category",
    "parent_id": "parent",
    "option_values": "options",
    "deleted": "deleted_at",
}
DERIVED = {"currency", "product_id"}


@dataclass
class Undone:
    """How many things are as they were before, and the names of those that are left."""

    changes: int = 0
    left: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Fits:
    """What can be as it was: under a category that is there, and the currency where nothing has a price.

    What goes back to the trash goes there with this revision. `parted` are the things whose options and
    values would no longer go together.
    """

    categories: set[str | None]
    has_prices: bool
    revision: int
    parted: set[str]

    def again(self, name: str, column: str, value: Any) -> bool:
        if name == "setting/currency":
            return not self.has_prices
        if column in {"options", "option_values"} and name in self.parted:
            return False
        return column not in {"category_id", "parent_id"} or value in self.categories


@dataclass(frozen=True)
class Undo:
    """The shop before the revision and after it; the newest revision of each product; what is forced."""

    number: int
    before: Shop
    after: Shop
    touched: Mapping[str, int]
    force: frozenset[str]

    def of(self, shop: Shop, revision: int) -> Undone:
        """Undo it in the shop, as this later revision. Raises Refused."""
        done = self.done(shop, revision)
        if not done.changes:
            raise Refused("nothing-to-undo")
        refuse({"cannot-undo" if each == "invalid-body" else each for each in shop.violations()})
        return done

    def done(self, shop: Shop, revision: int) -> Undone:
        """The same, whether or not the shop is then as it must be."""
        done = Undone()
        parted = parting(self.before, self.after, shop, self.force)
        fits = Fits(self._categories(shop), bool(shop.product), revision, parted)
        categories = dict(shop.category)
        for table, now in shop.tables.items():
            before, after = self.before.tables[table], self.after.tables[table]
            for key in [key for key in before if key not in after]:
                self._bring_back(done, table, shop, key, before[key], fits)
            for key in before.keys() & after.keys():
                self._take_back(done, f"{table}/{key}", before[key], after[key], now.get(key), fits)
            for key in [key for key in after if key not in before]:
                self._remove(done, table, key, shop, fits)
        self._keep_used(
            done, shop, {key: categories[key] for key in categories.keys() - shop.category.keys()}
        )
        for row in shop.product.values():
            if row["deleted"] and row["category_id"] not in shop.category:
                row["category_id"] = None
        return done

    def _keep_used(self, done: Undone, shop: Shop, removed: dict[str, Row]) -> None:
        """A category in which something stays, stays too."""
        while used := {key for key in removed if shop.is_used(key)}:
            for key in used:
                shop.category[key] = removed.pop(key)
                done.left.add(f"category/{key}")
                done.changes -= 1

    def _categories(self, shop: Shop) -> set[str | None]:
        """Those that there are or will be again; one comes back only where it was."""
        gone = self.before.category.keys() - self.after.category.keys() - shop.category.keys()
        there: set[str | None] = {None, *shop.category}
        while back := {key for key in gone - there if self.before.category[key]["parent_id"] in there}:
            there |= back
        return there

    def _take_back(
        self, done: Undone, name: str, before: Row, after: Row, now: Row | None, fits: Fits
    ) -> None:
        changed = [column for column in before if not _same(before[column], after[column])]
        changed = [column for column in changed if column not in DERIVED]
        if now is None and changed:
            done.left.add(name)
        if now is None:
            return
        wanted = {}
        for column in changed:
            told = f"{name}/{NAMES.get(column, column)}"
            if _same(now[column], before[column]) or (column == "deleted" and now[column] and before[column]):
                continue
            is_free = _same(now[column], after[column]) or self.force & {name, told}
            if is_free and fits.again(name, column, before[column]):
                wanted[column] = fits.revision if column == "deleted" and before[column] else before[column]
            else:
                done.left.add(told)
        now |= wanted
        done.changes += bool(wanted)

    def _bring_back(self, done: Undone, table: str, shop: Shop, key: str, row: Row, fits: Fits) -> None:
        now, product = shop.tables[table], row.get("product_id", "")
        is_strange = table == "variant" and (
            shop.product[product]["options"] != self.before.product[product]["options"]
        )
        if key in now or is_strange or (table == "category" and key not in fits.categories):
            done.left.add(f"{table}/{key}")
        else:
            now[key] = dict(row)
            done.changes += 1

    def _remove(self, done: Undone, table: str, key: str, shop: Shop, fits: Fits) -> None:
        now, made = shop.tables[table].get(key), self.after.tables[table][key]
        came_with = made.get("product_id")
        if now is None or (came_with in self.after.product and came_with not in self.before.product):
            return
        is_untouched = _same(now, made) and not (table == "product" and self.touched[key] > self.number)
        is_free = is_untouched or f"{table}/{key}" in self.force
        if not is_free or f"{table}/{key}" in fits.parted:
            done.left.add(f"{table}/{key}")
            return
        done.changes += 1
        if table == "product":
            now["deleted"] = now["deleted"] or fits.revision
            return
        del shop.tables[table][key]


def _same(one: Any, other: Any) -> bool:
    return written(one) == written(other)
