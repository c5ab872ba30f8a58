"""Decides what undoing a revision means for each row: what was changed since is left alone. A pure core."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from write_api.exact_json import is_same_json

Row = dict[str, Any]
Key = tuple[str, str]
"""Entity and id."""

FOLLOWERS = {"description_html": "description"}
"""Columns that are made of another one: they follow it, and are not told."""

NAMES = {"category_id": "category", "parent_id": "parent", "option_values": "options"}
"""Columns that have another name on the wire."""

TRASHED = "deleted_at"
"""Only products have it: of them it says since when they are in the trash."""

CHANGED = "It was changed since."
GONE = "It is gone."
USED = "It still has products or subcategories."
BACK = "It is there again."
PURGED = "It was removed from the trash for good."
HOMELESS = "The category that it was in is gone."
ALWAYS = "A shop always has it."
IN_USE = "Products have prices in the currency that is."

CURRENCY = ("setting", "currency")
"""It stays while anything has a price."""


class Touched(NamedTuple):
    """What a revision did to a row, and what the row is now: staff.undoing has the meaning of each."""

    entity: str
    id: str
    action: str
    product_id: str | None
    is_gone: bool
    is_orphan: bool
    is_touched: bool
    fields: Mapping[str, tuple[Any, Any, Any]] | None
    is_as_made: bool | None
    kept: Row | None
    has_later_variants: bool
    has_other_options: bool

    @property
    def name(self) -> str:
        return f"{self.entity}/{self.id}"


@dataclass
class Plan:
    """What will be done, and what is left alone and why, by name."""

    changed: dict[Key, Row] = field(default_factory=dict)
    removed: list[Key] = field(default_factory=list)
    restored: list[tuple[str, Row]] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many things become other ones; one may be changed and go to the trash."""
        return len({*self.changed, *self.removed}) + len(self.restored)


def plan_undo(rows: Sequence[Touched], force: frozenset[str]) -> Plan:
    """The plan; `force` names what is undone though it was changed since."""
    # What came with a product goes to the trash with it.
    made = {row.id for row in rows if row.entity == "product" and row.action == "insert"}
    plan = Plan()
    for row in rows:
        if row.action == "update":
            _take_back(plan, row, force)
        elif row.action == "delete":
            _bring_back(plan, row)
        elif row.entity == "product" or row.product_id not in made:
            _remove(plan, row, force)
    return plan


def categories_named(plan: Plan) -> set[str]:
    """The ids of the categories under which the plan would put something."""
    patches = [*plan.changed.values(), *(row for entity, row in plan.restored if entity == "category")]
    named = (patch.get(column) for patch in patches for column in ("category_id", "parent_id"))
    return {each for each in named if each is not None}


def leave_homeless(plan: Plan, there: set[str]) -> None:
    """Leave where it is what would go under a category that is neither there nor restored."""
    restored = {row["id"]: row for entity, row in plan.restored if entity == "category"}
    while lost := [id_ for id_, row in restored.items() if row["parent_id"] not in {None, *there, *restored}]:
        for id_ in lost:
            plan.restored.remove(("category", restored.pop(id_)))
            plan.left[f"category/{id_}"] = HOMELESS
    for (entity, id_), patch in list(plan.changed.items()):
        for column in {"category_id", "parent_id"} & patch.keys():
            if patch[column] not in {None, *there, *restored}:
                del patch[column]
                plan.left[f"{entity}/{id_}/{NAMES[column]}"] = HOMELESS
        if not patch:
            del plan.changed[entity, id_]


def _take_back(plan: Plan, row: Touched, force: frozenset[str]) -> None:
    if row.is_gone:
        if row.fields:
            plan.left[row.name] = GONE
        return
    patch: Row = {}
    for column, (before, after, now) in (row.fields or {}).items():
        name = f"{row.name}/{NAMES.get(column, column)}"
        if column in FOLLOWERS or _is_as_before(column, before, now):
            continue
        if is_same_json(now, after) or not force.isdisjoint({name, row.name}):
            patch[column] = before
        else:
            plan.left[name] = CHANGED
    patch |= {
        follower: (row.fields or {})[follower][0]
        for follower, leader in FOLLOWERS.items()
        if leader in patch and follower in (row.fields or {})
    }
    if patch.get(TRASHED) is not None:  # as of now: it is kept in the trash for as long as anything else
        del patch[TRASHED]
        plan.removed.append((row.entity, row.id))
    if patch:
        plan.changed[row.entity, row.id] = patch


def _is_as_before(column: str, before: Any, now: Any) -> bool:
    """Whether there is nothing to take back: whenever it went there, what is in the trash is in the trash."""
    return is_same_json(now, before) or (column == TRASHED and None not in (before, now))


def _bring_back(plan: Plan, row: Touched) -> None:
    if row.entity == "product" or row.is_orphan:
        plan.left[row.name] = PURGED
    elif not row.is_gone:
        plan.left[row.name] = BACK
    elif row.kept is not None:
        plan.restored.append((row.entity, row.kept))


def _remove(plan: Plan, row: Touched, force: frozenset[str]) -> None:
    if row.is_gone:
        return
    if row.entity == "setting":
        plan.left[row.name] = ALWAYS
        return
    is_untouched = row.is_as_made and not (row.entity == "product" and row.is_touched)
    if is_untouched or row.name in force:
        plan.removed.append((row.entity, row.id))
    else:
        plan.left[row.name] = CHANGED
