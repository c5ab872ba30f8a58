"""Whatever the shop says, it can say in every language that it knows."""

import re
from html.parser import HTMLParser
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from tests.services.frontend.api import Api
from tests.services.frontend.document import Document

PACKAGE = Path(str(files("frontend")))
LANGUAGES = sorted(file.stem for file in (PACKAGE / "translations").glob("*.po"))
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}}
SAID = {"aria-label", "alt", "placeholder", "title"}
EXPRESSION = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)


def said() -> set[str | tuple[str, ...]]:
    """Every message in templates and code; of a plural the two forms."""
    return {found[2] for found in extract_from_dir(PACKAGE, METHODS, OPTIONS)}


def translated(language: str) -> Catalog:
    content = (PACKAGE / "translations" / f"{language}.po").read_bytes()
    return read_po(BytesIO(content), locale=language, abort_invalid=True)


class Untranslated(HTMLParser):
    """Words that stand in a template as they are."""

    def __init__(self, template: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(EXPRESSION.sub("", template))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value for name, value in attrs if name in SAID and value and value.strip()]

    def handle_data(self, data: str) -> None:
        self.words += re.findall(r"[^\W\d_]{2,}", data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_no_other(language: str) -> None:
    catalog = translated(language)
    assert {message.id for message in catalog if message.id} == said()
    assert [message.id for message in catalog if message.id and not all(forms(message.string))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_blanks(language: str) -> None:
    for message in translated(language):
        *_, original = forms(message.id)
        *_, translation = forms(message.string)
        assert message.id == "" or blanks(original) == blanks(translation)


def forms(message: str | tuple[str, ...] | list[str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


def blanks(message: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", message))


@pytest.mark.parametrize(
    "template", sorted((PACKAGE / "templates").rglob("*.html")), ids=lambda path: path.name
)
def test_no_template_has_words_of_its_own(template: Path) -> None:
    assert Untranslated(template.read_text("utf-8")).words == []


def test_words_that_are_not_translated_are_noticed() -> None:
    assert Untranslated('<p aria-label="Prices">{{ _("From") }} here</p>').words == ["Prices", "here"]


@pytest.mark.parametrize("locale", ["de", "de-AT"])
def test_a_german_shop_speaks_german(client: FlaskClient, api: Api, locale: str) -> None:
    api.shop["locale"] = locale
    page = Document(client.get("/products/tall-mug").text)
    for words in ("30,00", "statt", "Nur noch 2", "Ausverkauft", "Höhe 9,5 cm"):
        assert words in page.text
    assert page.one("html")["lang"] == locale


@pytest.mark.parametrize("locale", ["en-GB", "fr", "xx-nowhere"])
def test_a_shop_without_a_catalog_speaks_english(client: FlaskClient, api: Api, locale: str) -> None:
    api.shop["locale"] = locale
    assert "Sold out" in Document(client.get("/products/tall-mug").text).text


def test_how_many_there_are_is_said_as_a_language_says_it(client: FlaskClient, api: Api) -> None:
    api.shop["locale"] = "de"
    assert "35 Stücke" in Document(client.get("/search").text).text
    del api.products[1:]
    api.revision = "8.0123456789abcdef"
    assert "1 Stück " in Document(client.get("/search").text).text


def test_messages_are_english_outside_a_request(app: Flask) -> None:
    with app.app_context():
        assert app.jinja_env.from_string('{{ _("Sold out") }}').render() == "Sold out"
