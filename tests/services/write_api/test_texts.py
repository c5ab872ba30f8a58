import pytest

from write_api.markdown import to_html
from write_api.merge_patch import merge
from write_api.slugs import free_slug, slugify


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.com/x.png)",
        '[x](https://example.com "a\\" onclick=alert(1)")',
        "<https://example.com/<script>>",
        "```<script>\nx\n```",
    ],
)
def test_no_markdown_becomes_more_than_text(markdown: str) -> None:
    html = to_html(markdown)

    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html.replace("[x](javascript:", "")
    assert 'href="data:' not in html
    assert ' onclick="' not in html


def test_markdown_becomes_the_html_it_means() -> None:
    html = to_html("# Care\n\n*By hand*, see [us](https://example.com).\n\n| a |\n|---|\n| b |")

    assert "<h2>Care</h2>" in html
    assert "<em>By hand</em>" in html
    assert '<a href="https://example.com" rel="noopener noreferrer">us</a>' in html
    assert "<td>b</td>" in html


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Mug", "mug"),
        ("  Blue & white — Mug № 7 ", "blue-white-mug-no-7"),
        ("Łódź ærø straße", "lodz-aero-strasse"),
        ("x" * 300, "x" * 190),
        ("🫖", "teapot"),
        ("—", "product"),
    ],
)
def test_a_slug_says_what_the_title_says(title: str, slug: str) -> None:
    assert slugify(title, otherwise="product") == slug


def test_a_slug_that_is_taken_gets_the_next_free_number() -> None:
    assert free_slug("mug", lambda base: [base, "mug-2", "mug-4", "mugs"]) == "mug-3"


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_patch_merges_as_rfc_7396_says(target: object, patch: object, result: object) -> None:
    assert merge(target, patch) == result
