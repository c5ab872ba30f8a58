"""Reads a page as strictly as a person would write it: every element closed in order, every id once."""

from html.parser import HTMLParser

from flask.testing import FlaskClient

VOID = {"br", "hr", "img", "source", "input", "link", "meta"}
OWN_CLOSING = {"rect"}  # SVG's elements may close themselves


class Document(HTMLParser):
    """Raises ValueError where the page is not well formed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.title = ""
        self._open: list[str] = []
        if not html.startswith("<!doctype html>"):
            raise ValueError("no doctype")
        self.feed(html)
        self.close()
        ids = [attributes["id"] for _, attributes in self.elements if "id" in attributes]
        if self._open or len(ids) != len(set(ids)):
            raise ValueError(f"left open: {self._open}, ids: {ids}")

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, *tags: str) -> list[dict[str, str]]:
        """The attributes of every element with one of these tags."""
        return [attributes for tag, attributes in self.elements if tag in tags]

    def one(self, tag: str, **wanted: str) -> dict[str, str]:
        """The attributes of the only element with this tag and these attributes."""
        (found,) = [one for one in self.all(tag) if wanted.items() <= one.items()]
        return found

    def links(self) -> list[str]:
        return [link["href"] for link in self.all("a")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(dict(attrs)) != len(attrs):
            raise ValueError(f"an attribute twice in <{tag}>")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in OWN_CLOSING:
            raise ValueError(f"<{tag}/> is not HTML")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise ValueError(f"</{tag}> closes nothing, at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self._open == ["html", "head", "title"]:
            self.title += data
        self.words.append(data)


def read(client: FlaskClient, address: str, status: int = 200) -> Document:
    response = client.get(address)
    assert response.status_code == status
    assert response.content_type == "text/html; charset=utf-8"
    return Document(response.text)
