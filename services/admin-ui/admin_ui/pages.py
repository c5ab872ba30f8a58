"""Decides what every page has: its headers, its answer to what went wrong, how times and money are shown."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_timedelta
from babel.numbers import format_currency
from flask import Flask, Response, g, make_response, render_template

from admin_ui.settings import Settings
from admin_ui.words import words_for
from service_defaults.problems import Problem

LOCALE = "en"
LONGEST_UPLOAD = 120 * 1024 * 1024
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
HEADLINES = {
    403: "That is not yours to change",
    404: "Nothing here",
    413: "Too large",
    503: "One moment, please",
}


def configuration(settings: Settings) -> dict[str, Any]:
    """Flask's own settings. The form stamp lives as long as the session: a long edit is no attack."""
    return {
        "SECRET_KEY": settings.session_secret.get_secret_value(),
        "SESSION_COOKIE_NAME": "mstore_admin",
        "SESSION_COOKIE_SECURE": settings.cookie_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": LONGEST_UPLOAD,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 5000,
        "SHOP_URL": settings.shop_url.rstrip("/"),
    }


def problem_page(problem: Problem) -> str:
    headline = HEADLINES.get(problem.status, "That did not work")
    return render_template("problem.html", headline=headline, words=words_for(problem), problem=problem)


def problem_response(problem: Problem) -> Response:
    return make_response(problem_page(problem), problem.status, problem.headers)


def may_write() -> bool:
    return "caller" in g and "catalog:write" in g.caller.scopes


def money(price: dict[str, str]) -> str:
    return format_currency(Decimal(price["amount"]), price["currency"], locale=LOCALE)


def ago(moment: str) -> str:
    """How long ago an RFC 3339 time was; the date where that is more than a week. Needs no time zone."""
    then = datetime.fromisoformat(moment)
    age = datetime.now(UTC) - then
    if age < timedelta(minutes=1):
        return "just now"
    if age < timedelta(days=7):
        return format_timedelta(-age, add_direction=True, locale=LOCALE)
    return format_date(then, format="medium", locale=LOCALE)


def add_security_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def init_app(app: Flask) -> None:
    app.add_template_filter(money)
    app.add_template_filter(ago)
    app.add_template_global(may_write)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(add_security_headers)
