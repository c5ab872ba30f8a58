"""The requests that the machine sends: each with what it does to the model."""

from collections.abc import Mapping

from hypothesis import strategies as st

from tests.services.write_api.against_a_model import bodies, parts
from tests.services.write_api.against_a_model.asked import (
    Asked,
    Condition,
    Seen,
    alive,
    conditions,
    one_of,
    there,
)
from tests.services.write_api.against_a_model.shop import Row, Shop
from tests.services.write_api.against_a_model.undo import Undo, Undone
from tests.services.write_api.against_a_model.wire import DEFAULTS, Refused, judge


@st.composite
def asked(draw: st.DrawFn, shop: Shop, seen: Seen, *, in_batch: bool = False) -> Asked:
    """Any request but a batch and an undo."""
    kinds = [create_product] * 2 + [create_category, change_settings]
    if shop.product:
        kinds += [change_product] * 5 + [replace_product] * 2
        kinds += [trash_product, restore_product, restore_product, duplicate_product]
        kinds += [parts.write_variant] * 2 + [parts.write_image, parts.write_option, parts.write_tag]
    if shop.category:
        kinds += [change_category] * 2 + [remove_category]
    kind = draw(st.sampled_from(kinds))
    made: Asked = kind(draw, shop, seen, in_batch)
    return made


def create_product(draw: st.DrawFn, shop: Shop, _seen: Seen, _in_batch: bool) -> Asked:
    body = draw(bodies.products(shop))
    return Asked("POST", "/v1/products", lambda shop, _: shop.create_product(body), body)


def replace_product(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    key, condition = _one_of(draw, shop.product, seen, in_batch)
    body = draw(bodies.products(shop, key))

    def does(shop: Shop, _: int) -> None:
        condition.required()
        judge(DEFAULTS | body, shop.currency)
        alive(shop, key)
        condition.judged()
        shop.replace_product(key, body)

    return Asked("PUT", f"/v1/products/{key}", does, body, condition.header, key)


def change_product(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    key, condition = _one_of(draw, shop.product, seen, in_batch)
    patch = draw(bodies.patches_of_product(shop, key))

    def does(shop: Shop, _: int) -> None:
        condition.required()
        alive(shop, key)
        condition.judged()
        shop.change_product(key, patch)

    return Asked("PATCH", f"/v1/products/{key}", does, patch, condition.header, key)


def trash_product(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    key, condition = _one_of(draw, shop.product, seen, in_batch)

    def does(shop: Shop, revision: int) -> None:
        condition.required()
        alive(shop, key)
        condition.judged()
        shop.trash_product(key, revision)

    return Asked("DELETE", f"/v1/products/{key}", does, None, condition.header, key)


def restore_product(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    trash = {key: row for key, row in shop.product.items() if row["deleted"]}
    key, condition = _one_of(draw, trash or shop.product, seen, in_batch)

    def does(shop: Shop, _: int) -> None:
        condition.required()
        if key not in shop.product:
            raise Refused("not-found")
        if not shop.product[key]["deleted"]:
            raise Refused("not-in-trash")
        condition.judged()
        shop.restore_product(key)

    return Asked("POST", f"/v1/products/{key}/restore", does, None, condition.header, key)


def duplicate_product(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    key, _ = _one_of(draw, shop.product, seen, in_batch)
    title = draw(st.none() | bodies.TITLES)

    def does(shop: Shop, _: int) -> None:
        alive(shop, key)
        shop.duplicate_product(key, title)

    return Asked("POST", f"/v1/products/{key}/duplicate", does, {"title": title} if title else {})


def create_category(draw: st.DrawFn, shop: Shop, _seen: Seen, _in_batch: bool) -> Asked:
    body = draw(bodies.categories(shop))
    return Asked("POST", "/v1/categories", lambda shop, _: shop.save_category(None, body), body)


def change_category(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    key, condition = _one_of(draw, shop.category, seen, in_batch)
    is_put = draw(st.booleans())
    body = draw(bodies.categories(shop) if is_put else bodies.patches_of_category(shop))

    def does(shop: Shop, _: int) -> None:
        condition.required()
        there(shop, key)
        condition.judged()
        (shop.save_category if is_put else shop.change_category)(key, body)

    return Asked("PUT" if is_put else "PATCH", f"/v1/categories/{key}", does, body, condition.header, key)


def remove_category(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    key, condition = _one_of(draw, shop.category, seen, in_batch)

    def does(shop: Shop, _: int) -> None:
        condition.required()
        there(shop, key)
        condition.judged()
        shop.remove_category(key)

    return Asked("DELETE", f"/v1/categories/{key}", does, None, condition.header)


def change_settings(draw: st.DrawFn, _shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    condition = draw(conditions(seen["settings"], in_batch=in_batch))
    body = draw(bodies.settings_of_shop())

    def does(shop: Shop, _: int) -> None:
        condition.required()
        condition.judged()
        shop.change_settings(body)

    return Asked("PATCH", "/v1/settings", does, body, condition.header, "settings")


def batch(parts: list[Asked]) -> Asked:
    """All of them, or none."""

    def does(shop: Shop, revision: int) -> None:
        for part in parts:
            part.does(shop, revision)

    return Asked("POST", "/v1/batch", does, {"operations": [part.operation for part in parts]})


def undo(undoing: Undo) -> Asked:
    def does(shop: Shop, revision: int) -> Undone:
        return undoing.of(shop, revision)

    body = {"force": sorted(undoing.force)}
    return Asked("POST", f"/v1/revisions/{undoing.number}/undo", does, body)


def _one_of(draw: st.DrawFn, rows: Mapping[str, Row], seen: Seen, in_batch: bool) -> tuple[str, Condition]:
    key = one_of(draw, rows)
    return key, draw(conditions(seen.get(key, []), in_batch=in_batch))
