"""Titles stand where a person looks for them."""

import pytest
from sqlalchemy import text

from tests.postgres import Postgres

IN_ORDER = {
    "numbers by their value": ["Mug 2", "Mug 10", "Mug 010 b", "Mug 11", "Mug 100", "Mug A"],
    "a number in a word": ["B1 plate", "B2 plate", "B10 plate"],
    "numbers of any length": [f"Lot {number}" for number in ("7", "9" * 30, "1" + "0" * 30, "2" + "0" * 60)],
    "nothing before something": ["Mug", "Mug 1", "Mug blue", "Mugs"],
    "case": ["apple", "Banana", "cherry", "Damson"],
    "punctuation at the start": ["“A” bowl", "(Small) mug", "'Tis a plate", "…Vase", "#Zebra"],
    "punctuation within": ["Blue-green bowl", "Blue green mug", "Blue/green vase"],
    "German": ["Äpfel", "Apfelkuchen", "Öfen", "Ofenrohr", "Straße", "Strassen", "Übertopf", "Zaun"],
    "French": ["cote", "coté", "côte", "Éclair", "élan", "Œuf", "Théière", "Zèbre"],
    "Polish": ["Ceramika", "Ćma", "Dzban", "Lodówka", "Łódź", "Łyżka", "Świecznik", "Talerz", "Żaba"],
    "letters written in two ways": ["E\u0301clair a", "\u00c9clair b", "E\u0301clair c"],
    "letters that have neither case nor accent": ["Vase", "Ваза", "花瓶"],
}


@pytest.mark.parametrize("titles", IN_ORDER.values(), ids=IN_ORDER)
def test_titles_sort_as_a_person_would(postgres: Postgres, titles: list[str]) -> None:
    statement = text("select title from unnest(:titles) as title order by catalog.title_sort_key(title)")
    with postgres.connection("catalog_owner") as connection:
        assert list(connection.scalars(statement, {"titles": titles[::-1]})) == titles


@pytest.mark.parametrize("title", ["☕", "!", "1a" * 100, "\ufdfa" * 200, "\U0001f3fa" * 200, "9" * 200])
def test_any_title_has_a_key_that_an_index_holds(postgres: Postgres, title: str) -> None:
    statement = text("select octet_length(catalog.title_sort_key(:title))")
    with postgres.connection("catalog_owner") as connection:
        assert 0 < connection.execute(statement, {"title": title}).scalar_one() < 2600
