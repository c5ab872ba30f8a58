"""Decides what happens to what was typed when a form cannot be taken: it is carried along, never thrown away.

Carried along only from our own pages (the `Origin` says so): a form that another site sends must not be
offered to a signed-in person to be sent again.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as BaseResponse

from admin_ui.catalog import Refused
from admin_ui.pages import problem_response
from admin_ui.sessions.access import NewPasswordNeeded
from admin_ui.sessions.visit import CookieVisit, SignedOut
from admin_ui.words import words_for
from service_defaults.http_client import Unavailable
from service_defaults.problems import Problem

NEVER_CARRIED = ("csrf_token", "kept", "password", "current_password", "new_password", "ticket", "code")
FINAL = (403, 404, 410)  # sending it again would not help
STALE_FORM = "This page was open for a long time, so its security stamp has run out. Nothing was saved yet."
SIGNED_OUT = "You were logged out meanwhile. Log in, and what you typed is sent then."
PICTURES_LOST = " The pictures you chose have to be chosen again."
FOREIGN_FORM = "This form did not come from a page of this tool, so nothing was saved."


def is_own_form() -> bool:
    return request.method == "POST" and urlsplit(request.headers.get("Origin", "")).netloc == request.host


def typed() -> str:
    """What the form of this request holds, as one string."""
    return urlencode(
        [(name, text) for name, text in request.form.items(multi=True) if name not in NEVER_CARRIED]
    )


def send_again(kept: str, action: str, words: str, status: int) -> Response:
    """A page with what was typed, and one button that sends it."""
    fields = parse_qsl(kept, keep_blank_values=True)
    page = render_template("sessions/again.html", fields=fields, action=action, words=words)
    return make_response(page, status)


def words_for_files() -> str:
    """Files cannot be carried along; nobody is to find that out later."""
    return PICTURES_LOST if any(file.filename for file in request.files.values()) else ""


def ask_to_log_in(_error: SignedOut) -> BaseResponse:
    here = address_of_request()
    if not is_own_form():
        return redirect(url_for("sessions.login", next=here if request.method == "GET" else None), 303)
    words = SIGNED_OUT + words_for_files()
    return make_response(render_template("sessions/login.html", next=here, kept=typed(), words=words), 401)


def ask_for_new_password(_error: NewPasswordNeeded) -> BaseResponse:
    return redirect(url_for("sessions.password"), 303)


def explain_stale_form(_error: CSRFError) -> BaseResponse:
    if not is_own_form():
        return problem_response(Problem(400, "foreign-form", FOREIGN_FORM))
    if request.endpoint in ("sessions.attempt", "sessions.second_factor"):
        return make_response(render_template("sessions/login.html", words=STALE_FORM), 400)
    if not CookieVisit().signed_in:
        return ask_to_log_in(SignedOut())
    return send_again(typed(), address_of_request(), STALE_FORM + words_for_files(), 400)


def explain_refusal(error: Refused | Unavailable) -> BaseResponse:
    """For a refused or unanswered call to the API that no page has answered itself."""
    if is_own_form() and error.status not in FINAL:
        words = words_for(error) + words_for_files()
        return send_again(typed(), address_of_request(), words, error.status)
    return problem_response(Problem(error.status, error.slug, words_for(error), headers=error.headers))


def address_of_request() -> str:
    return request.full_path.rstrip("?")


def init_app(app: Flask) -> None:
    app.register_error_handler(SignedOut, ask_to_log_in)
    app.register_error_handler(NewPasswordNeeded, ask_for_new_password)
    app.register_error_handler(CSRFError, explain_stale_form)
    app.register_error_handler(Refused, explain_refusal)
    app.register_error_handler(Unavailable, explain_refusal)
