"""What a person does with a browser: opens pages, fills in forms, presses buttons; no JavaScript."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.services.admin_ui.api import EMAIL, PASSWORD

ORIGIN = "http://localhost"
Fields = dict[str, Any]


@dataclass
class Form:
    action: str
    fields: Fields = field(default_factory=dict)


class Page(HTMLParser):
    """The parts of a page that tests look at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.text = html, ""
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.forms: list[Form] = []
        self._open: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        if not self.forms:
            return
        fields, name = self.forms[-1].fields, given.get("name", "")
        if tag == "input" and name and given.get("type") != "file":
            if given.get("type") != "checkbox" or "checked" in given:
                fields[name] = given.get("value", "")
        elif tag == "textarea":
            fields[name], self._open = "", name
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in fields or "selected" in given):
            fields[str(self._select)] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._open = None if tag == "textarea" else self._open

    def handle_data(self, data: str) -> None:
        if self._open:
            self.forms[-1].fields[self._open] = data.removeprefix("\n")
        self.text += data

    def form(self, action: str) -> Form:
        return next(form for form in self.forms if form.action.startswith(action))

    @property
    def words(self) -> str:
        """The text with single spaces."""
        return " ".join(self.text.split())

    @property
    def typed(self) -> Fields:
        """What stands in the page's main form."""
        return self.forms[-1].fields

    def fault(self, name: str) -> str:
        """What is said to be wrong with a field; the field must point to it."""
        control = next(attrs for _, attrs in self.elements if attrs.get("name") == name)
        if "aria-invalid" not in control:
            return ""
        described = f'id="{name}-fault">'
        assert f"{name}-fault" in control["aria-describedby"].split()
        return self.html.partition(described)[2].partition("<")[0]


class Browser:
    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.response: TestResponse
        self.page: Page

    def get(self, address: str) -> Page:
        return self._arrive(self.client.get(address, headers={"Accept": "text/html"}))

    def post(self, address: str, fields: Fields, origin: str = ORIGIN) -> Page:
        headers = {"Accept": "text/html", "Origin": origin}
        response = self.client.post(address, data=fields, headers=headers)
        return self._arrive(response)

    def send(self, action: str = "", **changes: Any) -> Page:
        """Fills the page's main form (or that of an action) in and sends it; what is None is left out."""
        form = self.page.form(action) if action else self.page.forms[-1]
        target = form.action or self.response.request.full_path.rstrip("?")
        fields = {name: value for name, value in (form.fields | changes).items() if value is not None}
        return self.post(target, fields)

    def follow(self) -> Page:
        """Goes where the last answer sent the browser."""
        assert self.response.status_code == 303, self.page.words
        return self.get(self.response.headers["Location"])

    def log_in(self, email: str = EMAIL, password: str = PASSWORD) -> Page:
        self.get("/login")
        return self.send(email=email, password=password)

    def _arrive(self, response: TestResponse) -> Page:
        self.response, self.page = response, Page(response.text)
        return self.page


def file(name: str, content: bytes = b"picture", kind: str = "image/jpeg") -> tuple[BytesIO, str, str]:
    return BytesIO(content), name, kind
