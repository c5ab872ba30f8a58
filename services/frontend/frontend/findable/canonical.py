"""Decides under which address a listing is found: not with filters, an order or words searched for."""

from frontend.filters import Filters

FURTHER = {"page"}


def is_for_index(filters: Filters) -> bool:
    """Whether a search engine is to list the page: there are too many ways to put filters together."""
    return {name for name, _ in filters.pairs()} <= FURTHER


def canonical(path: str, filters: Filters) -> str:
    """The path, with the page's number where that is all that is asked for."""
    is_further = bool(filters.pairs()) and is_for_index(filters)
    return path + filters.query() if is_further else path
