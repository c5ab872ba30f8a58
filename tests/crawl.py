"""Goes through a shop as a crawler does: from home on, by every link but those it is told not to follow."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.services.frontend.document import Document

MOST = 2000

Get = Callable[[str], tuple[int, str]]
"""The status and the text of the answer to a path."""


@dataclass(frozen=True)
class Visited:
    """A page, as a search engine keeps it."""

    path: str
    title: str
    description: str
    canonical: str
    is_for_index: bool


def crawl(get: Get) -> list[Visited]:
    """All pages that can be reached. AssertionError where one is broken, or is not as every page is."""
    ahead, seen, found = ["/"], {"/"}, []
    while ahead:
        path = ahead.pop()
        status, text = get(path)
        assert status == 200, path
        page = Document(text)
        found.append(_visited(path, page))
        new = {link for link in _followed(page) if link.startswith("/")} - seen
        ahead += sorted(new)
        seen |= new
        assert len(seen) < MOST, "There is no end of pages."
    return found


def twice(texts: Iterable[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


def _followed(page: Document) -> list[str]:
    links = [link for link in page.all("a") if "nofollow" not in link.get("rel", "").split()]
    return [link["href"].partition("#")[0] for link in links]


def _visited(path: str, page: Document) -> Visited:
    assert len(page.all("h1")) == 1, path
    named = {tag["name"]: tag["content"] for tag in page.all("meta") if "name" in tag}
    canonical = page.one("link", rel="canonical")["href"]
    is_for_index = "noindex" not in named.get("robots", "")
    return Visited(path, page.title, named["description"], canonical, is_for_index)
