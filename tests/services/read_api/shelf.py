"""A shop of random products, known twice: in the database and here, where everything is counted by hand."""

from collections import Counter
from dataclasses import dataclass
from itertools import product as pairs
from random import Random
from typing import Any

from sqlalchemy import Connection, text

PARENTS = {"kitchen": None, "cups": "kitchen", "tall": "cups", "garden": None, "empty": None}
TAGS = ("blue", "gift", "large", "wood")
RARE = tuple(f"rare{number:02}" for number in range(49))
VALUES = {"Glaze": ("Celadon", "Shino", "Tenmoku"), "Size": ("S", "M: wide")}
NOUNS = ("Bowl", "Mug", "Vase", "Blue mug")

PRODUCT = text("""
    insert into catalog.product (slug, title, status, deleted_at, category_id, tags, options, currency,
                                 position)
    values (:slug, :title, :status, case when :trashed then now() end,
            (select id from catalog.category where slug = :category), :tags, :options, :currency, :position)
    returning id
""")
VARIANT = text("""
    insert into catalog.variant (product_id, price, stock, option_values)
    values (:product_id, :price, :stock, :values)
""")
CATEGORY = text("""
    insert into catalog.category (slug, title, parent_id)
    values (:slug, initcap(:slug), (select id from catalog.category where slug = :parent))
""")


@dataclass(frozen=True)
class Variant:
    """What is bought, at a price in minor units."""

    price: int
    stock: int | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class Product:
    """What a product is filtered and counted by."""

    slug: str
    title: str
    status: str
    category: str | None
    tags: tuple[str, ...]
    options: tuple[str, ...]
    currency: str
    variants: tuple[Variant, ...]

    @property
    def prices(self) -> tuple[int, int]:
        """The lowest and the highest."""
        prices = [variant.price for variant in self.variants]
        return min(prices), max(prices)

    @property
    def available(self) -> bool:
        return any(variant.stock != 0 for variant in self.variants)

    @property
    def chosen(self) -> set[tuple[str, str]]:
        """Options with the values that some variant has."""
        return {pair for variant in self.variants for pair in zip(self.options, variant.values, strict=True)}

    @property
    def categories(self) -> list[str]:
        """Its category and all above it."""
        path, here = [], self.category
        while here is not None:
            path.append(here)
            here = PARENTS[here]
        return path

    def has_words(self, beginnings: str) -> bool:
        words = " ".join([self.title, *self.tags]).lower().split()
        return all(any(word.startswith(each) for word in words) for each in beginnings.lower().split())

    def meets(self, query: dict[str, Any]) -> bool:
        """Whether a listing with these parameters shows it."""
        lowest, highest = self.prices
        by_option: dict[str, set[tuple[str, str]]] = {}
        for option in query.get("option", []):
            name, _, value = option.partition(":")
            by_option.setdefault(name, set()).add((name, value))
        tests = {
            "slug": lambda slugs: self.slug in slugs,
            "category": lambda category: category in self.categories,
            "tag": lambda tags: set(tags) <= set(self.tags),
            "option": lambda _: all(values & self.chosen for values in by_option.values()),
            "q": self.has_words,
            "min_price": lambda price: self.currency == "EUR" and highest >= int(price) * 100,
            "max_price": lambda price: self.currency == "EUR" and lowest <= int(price) * 100,
            "in_stock": lambda wanted: self.available is (wanted == "true"),
            "status": lambda status: self.status == status,
        }
        return all(tests[name](value) for name, value in query.items())


def random_shop(random: Random, size: int) -> list[Product]:
    """Products in the order of their positions; one has tags that nobody else has."""
    return [some_product(random, number, RARE if number == 0 else ()) for number in range(size)]


def some_product(random: Random, number: int, tags: tuple[str, ...]) -> Product:
    options = random.choice([(), ("Glaze",), ("Glaze", "Size")])
    kinds = list(pairs(*(VALUES[name] for name in options)))
    variants = [
        Variant(random.choice([0, 99, 100, 1290, 5000, 80000, random.randrange(10**6)]), stock, kind)
        for kind in random.sample(kinds, random.randint(1, min(3, len(kinds))))
        for stock in [random.choice([None, 0, 0, 2])]
    ]
    return Product(
        slug=f"product-{number}",
        title=f"{random.choice(NOUNS)} {number}",
        status="active" if tags else random.choice(["active"] * 5 + ["draft", "archived", "trashed"]),
        category=random.choice([None, "kitchen", "cups", "tall", "garden"]),
        tags=(*random.sample(TAGS, random.randint(0, 3)), *tags)[:50],
        options=options,
        currency="JPY" if number % 15 == 1 else "EUR",
        variants=tuple(variants),
    )


def write(connection: Connection, shop: list[Product]) -> None:
    """Write it in an order that is not that of the positions, so that ids do not stand in for them."""
    for slug, parent in PARENTS.items():
        connection.execute(CATEGORY, {"slug": slug, "parent": parent})
    for position, each in Random(7).sample(list(enumerate(shop)), len(shop)):
        trashed = each.status == "trashed"
        row = {
            "slug": each.slug,
            "title": each.title,
            "status": "active" if trashed else each.status,
            "trashed": trashed,
            "category": each.category,
            "tags": list(each.tags),
            "options": list(each.options),
            "currency": each.currency,
            "position": position,
        }
        product_id = connection.execute(PRODUCT, row).scalar_one()
        for variant in each.variants:
            values = {"price": variant.price, "stock": variant.stock, "values": list(variant.values)}
            connection.execute(VARIANT, values | {"product_id": product_id})


def some_query(random: Random) -> dict[str, Any]:
    """Some filters, most of which leave something."""
    options = [f"{name}:{value}" for name, values in VALUES.items() for value in values]
    filters = {
        "slug": [f"product-{number}" for number in random.sample(range(80), 40)],
        "category": random.choice(["kitchen", "cups", "garden", "empty", "unknown"]),
        "tag": random.sample([*TAGS, "rare07", "unknown"], random.randint(1, 2)),
        "option": random.sample([*options, "Glaze:Unknown"], random.randint(1, 3)),
        "q": random.choice(["mug", "BL", "mug blue", "bow", "gift 1"]),
        "min_price": random.choice(["0", "1", "10"]),
        "max_price": random.choice(["10", "100", "5000"]),
        "in_stock": random.choice(["true", "false"]),
    }
    return {name: filters[name] for name in random.sample(sorted(filters), random.choice([0, 1, 1, 2, 2, 3]))}


def counted(products: list[Product]) -> dict[str, Any]:
    """The facets of these products but the ranges of prices, which may be put together in several ways."""
    options = Counter(pair for each in products for pair in each.chosen)
    return {
        "category": [
            {"slug": slug, "title": slug.title(), "count": count}
            for slug, count in fullest(Counter(slug for each in products for slug in each.categories))
        ],
        "tag": [
            {"value": tag, "count": count}
            for tag, count in fullest(Counter(tag for each in products for tag in each.tags))[:50]
        ],
        "option": [
            {"name": name, "values": values_of(name, options)}
            for name in sorted({name for name, _ in options})
        ],
        "availability": {
            "in_stock": sum(each.available for each in products),
            "out_of_stock": sum(not each.available for each in products),
        },
        "price": ends([each.prices for each in products if each.currency == "EUR"]),
    }


def ends(prices: list[tuple[int, int]]) -> dict[str, int] | None:
    if not prices:
        return None
    return {"min": min(low for low, _ in prices), "max": max(high for _, high in prices)}


def values_of(name: str, options: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    own = Counter({value: count for (option, value), count in options.items() if option == name})
    return [{"value": value, "count": count} for value, count in fullest(own)]


def fullest(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))
