"""Requests that write a part of a product: a variant, a picture, an option; and those that write a tag."""

from collections.abc import Callable
from functools import partial

from hypothesis import strategies as st

from tests.services.write_api.against_a_model import bodies
from tests.services.write_api.against_a_model.asked import NOBODY, Asked, Seen, alive, conditions, one_of
from tests.services.write_api.against_a_model.shop import Shop
from tests.services.write_api.against_a_model.wire import Body, Refused, merged

PLACES = st.none() | st.integers(0, 3)
Amend = Callable[[Body], None]


def write_variant(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    key = one_of(draw, shop.product)
    options = shop.product.get(key, {"options": []})["options"]
    (part, *_) = draw(bodies.variants(shop, options, None))
    return _write_part(draw, shop, (key, seen, in_batch), "variants", part, draw(PLACES))


def write_image(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    key = one_of(draw, shop.product)
    part = {"media": draw(bodies.pictures(shop)), "alt": draw(st.sampled_from(["", "Blue"]))}
    return _write_part(draw, shop, (key, seen, in_batch), "images", part, draw(PLACES))


def write_option(draw: st.DrawFn, shop: Shop, seen: Seen, in_batch: bool) -> Asked:
    key = one_of(draw, shop.product)
    name = draw(st.sampled_from(["Glaze", "Size"]))
    value, other = draw(st.sampled_from(bodies.VALUES[name])), draw(st.sampled_from(["Ash", "S", "Moss"]))
    place = draw(st.integers(0, 2))
    kind = draw(st.sampled_from(["POST", "PATCH", "DELETE"]))

    requests: dict[str, tuple[str, Amend, Body | None]] = {
        "POST": ("", partial(_add_option, name, value), {"name": name, "value": value}),
        "PATCH": (
            f"/{place}",
            partial(_change_option, place, name, {value: other}),
            {"name": name, "values": {value: other}},
        ),
        "DELETE": (f"/{place}", partial(_remove_option, place), None),
    }
    suffix, amend, body = requests[kind]
    return _amended(draw, (key, seen, in_batch), kind, f"/options{suffix}", amend, body)


def write_tag(draw: st.DrawFn, _shop: Shop, _seen: Seen, _in_batch: bool) -> Asked:
    name, to = draw(st.sampled_from("abc")), draw(st.none() | st.sampled_from("abcd"))
    body = {"name": name} | ({"to": to} if to else {})
    path = f"/v1/tags/{'rename' if to else 'remove'}"
    return Asked("POST", path, lambda shop, _: shop.rename_tag(name, to), body)


def _write_part(
    draw: st.DrawFn,
    shop: Shop,
    of: tuple[str, Seen, bool],
    member: str,
    part: Body,
    place: int | None,
) -> Asked:
    """Add the part, or change or remove one of the product's own, or one that it has not."""
    own = _own(shop, of[0], member)
    known = draw(st.sampled_from([*own, NOBODY]))
    kind = draw(st.sampled_from(["POST", "PATCH", "DELETE"]))
    name = "id" if member == "variants" else "media"
    if kind == "PATCH":
        part = {each: part[each] for each in part if each not in {name, "options"}}
    sent = part | ({} if place is None else {"place": place})

    def amend(body: Body) -> None:
        parts = body[member]
        index = len(parts)
        if kind != "POST":
            index = next((at for at, each in enumerate(parts) if each[name] == known), -1)
            former = parts.pop(index) if index >= 0 else None
            if former is None:
                raise Refused("not-found")
        if kind != "DELETE":
            parts.insert(index if place is None else place, merged(former, part) if kind == "PATCH" else part)

    path = f"/{member}" if kind == "POST" else f"/{member}/{known}"
    return _amended(draw, of, kind, path, amend, None if kind == "DELETE" else sent)


def _own(shop: Shop, product: str, member: str) -> list[str]:
    if member == "images":
        rows = shop.children(shop.product_media, product)
        return [str(row["media"]) for row in rows.values()]
    return [key for key in shop.children(shop.variant, product) if not key.startswith("new-")]


def _amended(
    draw: st.DrawFn, of: tuple[str, Seen, bool], method: str, path: str, amend: Amend, body: Body | None
) -> Asked:
    key, seen, in_batch = of
    condition = draw(conditions(seen.get(key, []), in_batch=in_batch))

    def does(shop: Shop, _: int) -> None:
        condition.required()
        alive(shop, key)
        condition.judged()
        whole = shop.writable(key)
        amend(whole)
        shop.write(key, whole)

    return Asked(method, f"/v1/products/{key}{path}", does, body, condition.header, key)


def _add_option(name: str, value: str, body: Body) -> None:
    if name in body["options"]:
        raise Refused("invalid-body")
    body["options"].append(name)
    for variant in body["variants"]:
        variant["options"][name] = value


def _change_option(place: int, name: str, values: dict[str, str], body: Body) -> None:
    former = _there(body["options"], place)
    if name != former and name in body["options"]:
        raise Refused("invalid-body")
    body["options"][place] = name
    for variant in body["variants"]:
        kept = variant["options"].pop(former)
        variant["options"][name] = values.get(kept, kept)


def _remove_option(place: int, body: Body) -> None:
    former = _there(body["options"], place)
    body["options"].remove(former)
    for variant in body["variants"]:
        del variant["options"][former]


def _there(options: list[str], place: int) -> str:
    if place >= len(options):
        raise Refused("not-found")
    return options[place]
