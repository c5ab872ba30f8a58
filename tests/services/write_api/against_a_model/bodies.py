"""Bodies that schemas accept, made of few words, so that they meet: the same slug, the same SKU."""

from typing import Any

from hypothesis import strategies as st

from tests.services.write_api.against_a_model.shop import Shop
from tests.services.write_api.against_a_model.wire import Body

TITLES = st.sampled_from(["Mug", "Cup", "Bowl"])
SLUGS = st.sampled_from(["mug", "cup", "bowl", "mug-2", "vase"])
SKUS = st.none() | st.sampled_from(["A", "B", "C", "D"])
BARCODES = st.sampled_from([None, "4006381333931", "96385074"])
VALUES = {"Glaze": ["Ash", "Iron", "Tin"], "Size": ["S", "L"]}
OPTIONS = st.sampled_from([[], [], ["Glaze"], ["Size"], ["Glaze", "Size"], ["Size", "Glaze"]])
POSITIONS = st.none() | st.integers(-3, 5000)
SCALARS = st.sampled_from(["stoneware", 0, 1, 2.5, True, False])
UNKNOWN = "0" * 64


def money(currency: str) -> st.SearchStrategy[Body]:
    amounts = st.integers(0, 400).map(lambda minor: f"{minor // 100}.{minor % 100:02}")
    return st.fixed_dictionaries({"amount": amounts, "currency": st.just(currency)})


@st.composite
def variants(draw: st.DrawFn, shop: Shop, options: list[str], product: str | None) -> list[Body]:
    """One to three variants of these options, of which some may be the product's own."""
    own = [key for key, row in shop.variant.items() if row["product_id"] == product]
    known = [key for key in own if not key.startswith("new-")] or [None]
    combined = st.tuples(*(st.sampled_from(VALUES[name]) for name in options))
    chosen = draw(st.lists(combined, min_size=1, max_size=3, unique=True))
    made = []
    for values in chosen:
        some = st.fixed_dictionaries(
            {"price": money(shop.currency), "options": st.just(dict(zip(options, values, strict=True)))},
            optional={
                "sku": SKUS,
                "barcode": BARCODES,
                "compare_at_price": st.none() | money(shop.currency),
                "stock": st.none() | st.integers(0, 3),
                "backorder": st.booleans(),
                "weight_grams": st.none() | st.integers(0, 3),
            },
        )
        key = draw(st.none() | st.sampled_from(known))
        made.append(
            draw(some) | ({"id": key} if key and key not in [each.get("id") for each in made] else {})
        )
    return made


def categories_of(shop: Shop) -> st.SearchStrategy[str | None]:
    known = sorted(row["slug"] for row in shop.category.values())
    return st.sampled_from([None, *known, *known, "nowhere"])


def pictures(shop: Shop) -> st.SearchStrategy[str]:
    return st.sampled_from([*shop.media, *shop.media, UNKNOWN])


def fields_of_product(shop: Shop) -> dict[str, st.SearchStrategy[Any]]:
    image = st.fixed_dictionaries({"media": pictures(shop)}, optional={"alt": st.sampled_from(["", "A mug"])})
    return {
        "slug": st.none() | SLUGS,
        "description": st.sampled_from(["", "*Clay*", "_Clay_"]),
        "status": st.sampled_from(["draft", "active", "active", "archived"]),
        "category": categories_of(shop),
        "tags": st.lists(st.sampled_from("abc"), max_size=3, unique=True),
        "attributes": st.dictionaries(st.sampled_from(["Clay", "Kiln"]), SCALARS, max_size=2),
        "images": st.lists(image, max_size=2, unique_by=lambda image: image["media"]),
        "seo": st.fixed_dictionaries({"title": TITLES}),
        "position": POSITIONS,
    }


@st.composite
def products(draw: st.DrawFn, shop: Shop, product: str | None = None) -> Body:
    options = draw(OPTIONS)
    whole = {"title": TITLES, "options": st.just(options), "variants": variants(shop, options, product)}
    body: Body = draw(st.fixed_dictionaries(whole, optional=fields_of_product(shop)))
    return body | {"seo": {"title": "", "description": "", **body.get("seo", {})}}


@st.composite
def patches_of_product(draw: st.DrawFn, shop: Shop, product: str) -> Body:
    """Any of its members; with other variants or options often those that fit them."""
    patch: Body = draw(st.fixed_dictionaries({}, optional={"title": TITLES, **fields_of_product(shop)}))
    options = draw(st.just(shop.product.get(product, {"options": []})["options"]) | OPTIONS)
    if draw(st.booleans()):
        patch["variants"] = draw(variants(shop, options, product))
    if draw(st.sampled_from([False, False, True])):
        patch["options"] = options
    if "attributes" in patch:
        patch["attributes"] |= draw(st.dictionaries(st.sampled_from(["Clay", "Kiln"]), st.none()))
    return patch


def categories(shop: Shop) -> st.SearchStrategy[Body]:
    return st.fixed_dictionaries({"title": TITLES}, optional=_fields_of_category(shop))


def patches_of_category(shop: Shop) -> st.SearchStrategy[Body]:
    return st.fixed_dictionaries({}, optional={"title": TITLES, **_fields_of_category(shop)})


def settings_of_shop() -> st.SearchStrategy[Body]:
    texts = st.sampled_from(["Clay", "Clay & fire"])
    return st.fixed_dictionaries(
        {}, optional={"name": texts, "about": texts, "currency": st.sampled_from(["EUR", "USD"])}
    )


def _fields_of_category(shop: Shop) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "slug": st.none() | SLUGS,
        "description": st.sampled_from(["", "For tea"]),
        "parent": categories_of(shop),
        "position": POSITIONS,
    }
