"""Decides in which language the shop speaks: that of its locale, English where there is no catalog for it."""

from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask

from frontend.formats import shop_locale


@cache
def catalog(language: str) -> NullTranslations:
    """The messages of a language, read from its .po file, so that nothing has to be compiled beforehand."""
    file = files("frontend") / "translations" / f"{language}.po"
    if not file.is_file():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(file.read_bytes()), locale=language, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, **values: object) -> str:
    text = catalog(shop_locale().language).gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    text = catalog(shop_locale().language).ngettext(one, many, number)
    return text % values if values else text


def add_messages(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
