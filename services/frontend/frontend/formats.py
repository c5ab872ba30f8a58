"""Decides how money, numbers and names of attributes are written: by Babel, in the shop's locale."""

from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal
from flask import Flask, g

from frontend.wire import Money

FALLBACK = Locale("en")


def shop_locale() -> Locale:
    """The locale of the shop that this request read, English where there is none or nobody knows it."""
    shop = g.get("shop")
    try:
        return Locale.parse(shop["locale"].replace("-", "_")) if shop else FALLBACK
    except (UnknownLocaleError, ValueError):
        return FALLBACK


def money(price: Money) -> str:
    return format_currency(Decimal(price["amount"]), price["currency"], locale=shop_locale())


def number(value: float) -> str:
    return format_decimal(value, locale=shop_locale())


def attribute(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value if isinstance(value, str) else number(value)


def label(key: str) -> str:
    """An attribute's key as words: `made_in` becomes `Made in`."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def add_formats(app: Flask) -> None:
    app.jinja_env.filters.update(money=money, number=number, attribute=attribute, label=label)
    app.jinja_env.globals["language"] = lambda: str(shop_locale()).replace("_", "-")
