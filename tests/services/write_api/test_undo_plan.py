"""What undoing means is decided row by row, without a database."""

from typing import Any

import pytest

from write_api.history.plan import BACK, CHANGED, GONE, PURGED, Plan, Touched, plan_undo

NOBODY = frozenset[str]()


def touched(action: str, **how: Any) -> Touched:
    return Touched(
        **{
            "entity": "variant",
            "id": "1",
            "action": action,
            "product_id": "p",
            "is_gone": False,
            "is_orphan": False,
            "is_touched": False,
            "fields": None,
            "is_as_made": None,
            "kept": None,
            "has_later_variants": False,
            "has_other_options": False,
            **how,
        }
    )


PRICE = {"price": (1, 2, 2)}
PLANS = [
    (touched("update", fields=PRICE), NOBODY, Plan(changed={("variant", "1"): {"price": 1}})),
    (touched("update", fields={"price": (1, 2, 3)}), NOBODY, Plan(left={"variant/1/price": CHANGED})),
    (touched("update", fields={"price": (1, 2, 1)}), NOBODY, Plan()),
    (touched("update", fields=PRICE, is_gone=True), NOBODY, Plan(left={"variant/1": GONE})),
    (
        touched("update", fields={"option_values": (1, 2, 3)}),
        NOBODY,
        Plan(left={"variant/1/options": CHANGED}),
    ),
    (
        touched("update", fields={"price": (1, 2, 3)}),
        frozenset({"variant/1"}),
        Plan(changed={("variant", "1"): {"price": 1}}),
    ),
    (touched("update", is_gone=True), NOBODY, Plan()),
    (
        touched("update", entity="product", fields={"deleted_at": ("2026-11-01", None, None)}),
        NOBODY,
        Plan(removed=[("product", "1")]),
    ),
    (
        touched("update", entity="product", fields={"deleted_at": ("2026-11-01", None, "2026-11-20")}),
        frozenset({"product/1"}),
        Plan(),
    ),
    (
        touched("update", entity="product", fields={"deleted_at": (None, "2026-11-01", "2026-11-01")}),
        NOBODY,
        Plan(changed={("product", "1"): {"deleted_at": None}}),
    ),
    (touched("insert", is_as_made=True), NOBODY, Plan(removed=[("variant", "1")])),
    (touched("insert", is_as_made=False), NOBODY, Plan(left={"variant/1": CHANGED})),
    (touched("insert", is_as_made=False), frozenset({"variant/1"}), Plan(removed=[("variant", "1")])),
    (touched("insert", is_as_made=False, is_gone=True), NOBODY, Plan()),
    (
        touched("insert", entity="product", is_as_made=True, is_touched=True),
        NOBODY,
        Plan(left={"product/1": CHANGED}),
    ),
    (touched("delete", is_gone=True, kept={"id": "1"}), NOBODY, Plan(restored=[("variant", {"id": "1"})])),
    (touched("delete", kept={"id": "1"}), NOBODY, Plan(left={"variant/1": BACK})),
    (touched("delete", is_gone=True, is_orphan=True, kept={}), NOBODY, Plan(left={"variant/1": PURGED})),
    (touched("delete", entity="product", is_gone=True, kept={}), NOBODY, Plan(left={"product/1": PURGED})),
]


@pytest.mark.parametrize(("row", "force", "plan"), PLANS)
def test_what_undoing_means_for_a_row(row: Touched, force: frozenset[str], plan: Plan) -> None:
    assert plan_undo([row], force) == plan


def test_what_came_with_a_product_goes_with_it() -> None:
    product = touched("insert", entity="product", id="p", is_as_made=True)
    assert plan_undo([product, touched("insert", is_as_made=True)], NOBODY).removed == [("product", "p")]
