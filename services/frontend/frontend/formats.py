"""Decides how money and numbers are written: by Babel, in the shop's locale."""

from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal
from flask import Flask, g

from frontend.wire import Money

FALLBACK = Locale("en")


def shop_locale() -> Locale:
    """The locale of the shop that this request read, English where there is none or nobody knows it."""
    shop = g.get("shop")
    return _locale(shop["locale"]) if shop else FALLBACK


@cache
def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return FALLBACK


def money(price: Money) -> str:
    return format_currency(Decimal(price["amount"]), price["currency"], locale=shop_locale())


def number(value: float) -> str:
    return format_decimal(value, locale=shop_locale())


def add_formats(app: Flask) -> None:
    app.jinja_env.filters.update(money=money, number=number)
    app.jinja_env.globals["language"] = lambda: str(shop_locale()).replace("_", "-")
