"""Makes safe HTML of the Markdown in descriptions (CommonMark, with tables)."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

TAGS = {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "a", "blockquote", "code", "pre"}
TAGS |= {"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
SCHEMES = {"http", "https", "mailto", "tel"}


def to_html(markdown: str) -> str:
    """HTML without scripts, styles, pictures or raw HTML; its headings begin at the second level."""
    html = _renderer.render(markdown).strip()
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href", "title"}, "ol": {"start"}}, url_schemes=SCHEMES
    )


def _lower_headings(state: StateCore) -> None:
    # A description stands below the page's own first heading.
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


def _make_renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    renderer.core.ruler.push("lower_headings", _lower_headings)
    return renderer


_renderer = _make_renderer()
