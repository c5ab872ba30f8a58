"""Decides what the signed cookie remembers of a person: tokens, e-mail, the newest revision seen."""

import time
from collections import OrderedDict
from threading import Lock
from typing import Any

import jwt
from flask import current_app, flash, session

from admin_ui.catalog import Catalog, Refused, renew_session, revision_number
from service_defaults.http_client import HttpClient, Unavailable

RENEW_BEFORE = 60  # seconds; longer than any one request takes
REMEMBERED_RENEWALS = 100
HISTORY_LOST = (
    "The shop was brought back to an earlier state after a failure. "
    "Changes saved in the last moments before it may be missing: please look them over."
)


class SignedOut(Exception):
    """Nobody is signed in, or the session has ended."""


class Renewals:
    """Renews each session once, however many requests ask at the same time.

    A refresh token used twice ends the session (RFC 9700 §4.14.2), and a double click would do just that.
    """

    def __init__(self, http: HttpClient) -> None:
        self._http = http
        self._lock = Lock()
        self._done: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def renew(self, refresh_token: str) -> dict[str, Any]:
        with self._lock:
            if refresh_token not in self._done:
                self._done[refresh_token] = renew_session(self._http, refresh_token)
                while len(self._done) > REMEMBERED_RENEWALS:
                    self._done.popitem(last=False)
            return self._done[refresh_token]


class CookieVisit:
    """The visit of the request that is being answered."""

    @property
    def signed_in(self) -> bool:
        return "access" in session

    @property
    def email(self) -> str:
        return str(session.get("email", ""))

    @property
    def claims(self) -> dict[str, Any]:
        """What the access token says; unverified, as it came from the API itself in a cookie we signed."""
        return jwt.decode(session["access"], options={"verify_signature": False})

    @property
    def seen(self) -> str | None:
        return session.get("seen")

    def saw(self, revision_token: str) -> None:
        if revision_number(revision_token) > revision_number(self.seen or ""):
            session["seen"] = revision_token

    def rewind_to(self, revision_token: str) -> None:
        """The one way back: the history this visit knew was lost in a failover."""
        session["seen"] = revision_token
        flash(HISTORY_LOST, "warning")

    def begin(self, answer: dict[str, Any], email: str) -> None:
        session.clear()
        session.permanent = True
        session["email"] = email
        self._keep(answer)

    def end(self) -> str:
        """Forgets everything; answers the refresh token, so that the API can forget it too."""
        refresh_token = str(session.get("refresh", ""))
        session.clear()
        return refresh_token

    def access_token(self) -> str:
        """A token with some life left; while it cannot be renewed, the old one serves until its end."""
        if not self.signed_in:
            raise SignedOut
        remaining = self.claims["exp"] - time.time()
        if remaining < RENEW_BEFORE:
            try:
                self.renew()
            except (Refused, Unavailable):
                if remaining <= 0:
                    raise
        return str(session["access"])

    def renew(self) -> None:
        renewals: Renewals = current_app.extensions["renewals"]
        try:
            self._keep(renewals.renew(session["refresh"]))
        except Refused as refusal:
            if refusal.status != 401:
                raise
            self.end()
            raise SignedOut from refusal

    def _keep(self, answer: dict[str, Any]) -> None:
        session["access"] = answer["access_token"]
        session["refresh"] = answer["refresh_token"]


def current_catalog() -> Catalog:
    return Catalog(current_app.extensions["api"], CookieVisit())
