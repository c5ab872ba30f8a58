"""Odd products, as hypothesis thinks of them: whatever the API accepts."""

from typing import Any

from hypothesis import strategies as st

# Without controls, surrogates and what is not assigned; with everything that breaks files.
SIGNS = "\"',;:|/\\<>&#=+-@*_`~[]{}()%€茶ß é\u00a0"
TRICKY = st.sampled_from([*SIGNS, "'=", '""', "''", "\u2028", "1.234"])
LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cc", "Cs", "Cn"))


def line(longest: int) -> st.SearchStrategy[str]:
    """A line that is not blank, trimmed as the API does it."""
    parts = st.lists(TRICKY | LETTERS, min_size=1, max_size=8).map("".join)
    return parts.map(lambda text: text.strip()[:longest].strip()).filter(bool)


def prose() -> st.SearchStrategy[str]:
    return st.lists(line(60) | st.just(""), max_size=4).map("\n".join)


SCALAR = line(30) | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e6, 1e6, width=32)
SKU = st.none() | st.sampled_from(["00012", "=1+1", "'007", "-", "A,B"]) | line(20)


def variant(options: dict[str, str], price: int, sku: str | None) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "options": st.just(options),
            "sku": st.just(sku),
            "price": st.just({"amount": f"{price}.90", "currency": "EUR"}),
            "compare_at_price": st.none() | st.just({"amount": f"{price + 5}.00", "currency": "EUR"}),
            "barcode": st.none() | st.sampled_from(["4006381333931", "96385074", "00012345678905"]),
            "stock": st.none() | st.integers(0, 5),
            "backorder": st.booleans(),
            "weight_grams": st.none() | st.integers(0, 2000),
        }
    )


@st.composite
def product(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """The body that makes it."""
    options = draw(
        st.lists(line(20), max_size=3, unique_by=str.casefold).filter(lambda names: names != ["Title"])
    )
    count = draw(st.integers(1, 3)) if options else 1
    values = [{name: f"{draw(line(10))} {index}" for name in options} for index in range(count)]
    variants = []
    for index in range(count):
        sku = draw(SKU)
        variants.append(draw(variant(values[index], index + 3, f"{sku}{number}-{index}" if sku else None)))
    names = st.dictionaries(line(20), SCALAR, max_size=3)
    return {
        "title": draw(line(60)),
        "slug": f"piece-{number}",
        "description": draw(prose()),
        "status": draw(st.sampled_from(["draft", "active", "archived"])),
        "category": draw(st.sampled_from([None, "clay", "mugs"])),
        "tags": draw(st.lists(line(20), max_size=3, unique=True)),
        "attributes": draw(names | names.map(lambda found: {**found, "Vendor": "Kiln & Co"})),
        "options": options,
        "variants": variants,
        "images": [{"media": "?", "alt": draw(line(30) | st.just(""))}] if draw(st.booleans()) else [],
        "seo": {"title": draw(line(30) | st.just("")), "description": draw(line(30) | st.just(""))},
        "position": draw(st.none() | st.integers(-5, 5)),
    }


def products() -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.integers(1, 4).flatmap(lambda count: st.tuples(*map(product, range(count))).map(list))
