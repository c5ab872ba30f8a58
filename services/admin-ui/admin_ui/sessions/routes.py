"""Log in, log out, choose a password."""

from typing import Any

import structlog
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin_ui.catalog import Refused, end_session, log_in, show_second_factor
from admin_ui.sessions.access import local_path
from admin_ui.sessions.interruptions import send_again
from admin_ui.sessions.visit import CookieVisit, current_catalog
from admin_ui.words import faults_in, words_for
from service_defaults.http_client import HttpClient, Unavailable
from service_defaults.permissions import PUBLIC, permission

WRONG_CREDENTIALS = "This e-mail and password do not go together. Please try again."
WRONG_CODE = "This code is wrong, or it took too long. Try the next one, or begin again with your password."
WELCOME_BACK = "You are logged in again, and what you typed is still here."
PASSWORDS_LOST = " Passwords have to be typed again."
SESSION_NOT_ENDED = "session_not_ended"

log = structlog.get_logger(__name__)
blueprint = Blueprint("sessions", __name__)


@blueprint.get("/login")
@permission(PUBLIC)
def login() -> str | Response:
    target = local_path(request.args.get("next"), url_for("products.index"))
    if CookieVisit().signed_in:
        return redirect(target, 303)
    return render_template("sessions/login.html", next=target)


@blueprint.post("/login")
@permission(PUBLIC)
def attempt() -> Response | tuple[str, int]:
    email, typed = request.form.get("email", "").strip(), _typed()
    try:
        answer = log_in(_http(), email, request.form.get("password", ""))
    except (Refused, Unavailable) as error:
        if isinstance(error, Refused) and error.slug == "second-factor-required":
            return _factor_page(error.ticket, email, typed), 403
        words = WRONG_CREDENTIALS if error.status in (401, 422) else words_for(error)
        return render_template("sessions/login.html", **typed, words=words), _status(error)
    return _begin(answer, email, typed)


@blueprint.post("/login/second-factor")
@permission(PUBLIC)
def second_factor() -> Response | tuple[str, int]:
    ticket, email, typed = request.form.get("ticket", ""), request.form.get("email", ""), _typed()
    code = "".join(request.form.get("code", "").split())
    try:
        answer = show_second_factor(_http(), ticket, code)
    except (Refused, Unavailable) as error:
        words = WRONG_CODE if error.status in (401, 422) else words_for(error)
        return _factor_page(ticket, email, typed, words), _status(error)
    return _begin(answer, email, typed)


def _begin(answer: dict[str, Any], email: str, typed: dict[str, str]) -> Response:
    CookieVisit().begin(answer, email)
    if answer["password_change_required"]:
        return redirect(url_for("sessions.password"), 303)
    if typed["kept"]:
        return send_again(typed["kept"], typed["next"], WELCOME_BACK, 200)
    return redirect(typed["next"], 303)


@blueprint.post("/logout")
@permission(PUBLIC)
def logout() -> Response:
    refresh_token = CookieVisit().end()
    try:
        end_session(_http(), refresh_token)
    except (
        Refused,
        Unavailable,
    ):  # without its cookie the session is out of reach, and it runs out by itself
        log.warning(SESSION_NOT_ENDED)
    return redirect(url_for("sessions.login"), 303)


@blueprint.get("/account/password")
@permission("account")
def password() -> str:
    return _password_page({})


@blueprint.post("/account/password")
@permission("account")
def choose_password() -> Response | tuple[str, int]:
    passwords = (request.form.get("current_password", ""), request.form.get("new_password", ""))
    try:
        current_catalog().change_password(*passwords)
    except (Refused, Unavailable) as error:
        return _refused_password(error)
    CookieVisit().renew()
    return redirect(url_for("products.index"), 303)


def _factor_page(ticket: str, email: str, typed: dict[str, str], words: str = "") -> str:
    return render_template("sessions/factor.html", ticket=ticket, email=email, **typed, words=words)


def _refused_password(error: Refused | Unavailable) -> tuple[str, int]:
    if error.status == 503:
        return _password_page({}, words_for(error) + PASSWORDS_LOST), 503
    if error.status not in (403, 409, 422) or isinstance(error, Unavailable):
        raise error
    return _password_page(_password_faults(error)), 422


def _password_page(faults: dict[str, str], words: str = "") -> str:
    is_first = CookieVisit().claims["scope"] == "account"
    return render_template("sessions/password.html", is_first=is_first, faults=faults, words=words)


def _typed() -> dict[str, str]:
    target = local_path(request.form.get("next"), url_for("products.index"))
    return {"next": target, "kept": request.form.get("kept", "")}


def _password_faults(refusal: Refused) -> dict[str, str]:
    return {pointer.strip("/") or "current_password": words for pointer, words in faults_in(refusal)}


def _status(error: Refused | Unavailable) -> int:
    return 422 if error.status == 401 else error.status


def _http() -> HttpClient:
    http: HttpClient = current_app.extensions["api"]
    return http
