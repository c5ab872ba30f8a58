"""Keeps the options of a product and the values of its variants together in an undo. A pure core.

A value is one of an option by its place alone: under other options it would be the value of another one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from write_api.history.plan import Plan, Touched

OPTIONS, VALUES = "options", "option_values"
APART = "The product's options and their values go together, and some of them cannot go back."


def keep_options_together(plan: Plan, rows: Sequence[Touched]) -> None:
    """Leave options that a revision changed, with all values, where one of them would be left.

    A variant that it deleted comes back only to the options that the product had then.
    """
    variants = defaultdict(list)
    for row in rows:
        if row.entity == "variant":
            variants[row.product_id].append(row)
    products = [row for row in rows if row.entity == "product" and OPTIONS in (row.fields or {})]
    for product in products:
        if _would_part(plan, product, variants[product.id]):
            _leave_changes(plan, [product, *variants[product.id]])
    _leave_strangers(plan, rows)


def _would_part(plan: Plan, product: Touched, variants: Iterable[Touched]) -> bool:
    """Whether values would be under options that are not theirs; those that were only renamed fit all."""
    names, is_renamed = {f"{product.name}/{OPTIONS}"}, True
    for variant in variants:
        names.add(variant.name if variant.action == "insert" else f"{variant.name}/{OPTIONS}")
        is_renamed &= variant.action != "delete" and VALUES not in (variant.fields or {})
    return not is_renamed and (product.has_later_variants or not names.isdisjoint(plan.left))


def _leave_changes(plan: Plan, rows: Iterable[Touched]) -> None:
    for row in rows:
        key = row.entity, row.id
        patch = plan.changed.get(key, {})
        for column in {OPTIONS, VALUES} & patch.keys():
            del patch[column]
            plan.left[f"{row.name}/{OPTIONS}"] = APART
        if not patch:
            plan.changed.pop(key, None)
        if row.action == "insert" and key in plan.removed:
            plan.removed.remove(key)
            plan.left[row.name] = APART


def _leave_strangers(plan: Plan, rows: Iterable[Touched]) -> None:
    strange = {
        row.id
        for row in rows
        if row.has_other_options and OPTIONS not in plan.changed.get(("product", row.product_id or ""), {})
    }
    for entity, kept in list(plan.restored) if strange else ():
        if entity == "variant" and kept["id"] in strange:
            plan.restored.remove((entity, kept))
            plan.left[f"variant/{kept['id']}"] = APART
