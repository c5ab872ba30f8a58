"""Decides how attributes are written: known ones in the shop's language, measures with their unit."""

from babel.units import format_unit
from flask import Flask

from frontend.formats import number, shop_locale
from frontend.messages import gettext as _

UNITS = {
    "mm": "length-millimeter",
    "cm": "length-centimeter",
    "m": "length-meter",
    "g": "mass-gram",
    "kg": "mass-kilogram",
    "ml": "volume-milliliter",
    "l": "volume-liter",
}


def label(key: str) -> str:
    """An attribute's key as words: `made_in` becomes `Made in`, `height_cm` `Height`."""
    name = _measure(key)[0]
    words = name.replace("_", " ").strip()
    return _known().get(words.lower(), words[:1].upper() + words[1:])


def attribute(value: str | float | bool, key: str = "") -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str):
        return value
    unit = _measure(key)[1]
    return measure(value, unit) if unit else number(value)


def measure(value: float, unit: str) -> str:
    return format_unit(value, UNITS[unit], length="short", locale=shop_locale())


def _measure(key: str) -> tuple[str, str]:
    """The name and the unit that a key such as `height_cm` has; the unit is empty where there is none."""
    name, _underscore, unit = key.rpartition("_")
    return (name, unit) if name and unit in UNITS else (key, "")


def _known() -> dict[str, str]:
    """What small shops tell of their pieces most often."""
    return {
        "capacity": _("Capacity"),
        "care": _("Care"),
        "color": _("Colour"),
        "colour": _("Colour"),
        "depth": _("Depth"),
        "diameter": _("Diameter"),
        "dishwasher": _("Dishwasher safe"),
        "dishwasher safe": _("Dishwasher safe"),
        "glaze": _("Glaze"),
        "height": _("Height"),
        "length": _("Length"),
        "made in": _("Made in"),
        "material": _("Material"),
        "microwave": _("Microwave safe"),
        "microwave safe": _("Microwave safe"),
        "pieces": _("Pieces"),
        "size": _("Size"),
        "weight": _("Weight"),
        "width": _("Width"),
    }


def add_attributes(app: Flask) -> None:
    app.jinja_env.filters.update(attribute=attribute, label=label, grams=lambda value: measure(value, "g"))
