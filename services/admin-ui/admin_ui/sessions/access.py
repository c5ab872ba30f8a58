"""Decides who is asking, from the access token in the cookie, and where somebody who may not is sent."""

from urllib.parse import urlsplit

from flask import Request

from admin_ui.sessions.visit import CookieVisit, SignedOut
from service_defaults.permissions import Caller
from service_defaults.problems import Problem

FORBIDDEN = "Your account may look at this, but not change it. Ask the owner of the shop."


class NewPasswordNeeded(Exception):
    """Somebody came with a one-time password; they may do nothing before they choose their own."""


def authenticate(_request: Request, needed: str) -> Caller:
    """The signed-in person. Raises SignedOut, NewPasswordNeeded, or Problem 403 without the permission."""
    visit = CookieVisit()
    if not visit.signed_in:
        raise SignedOut
    visit.access_token()
    claims = visit.claims
    scopes = frozenset(claims["scope"].split())
    if needed not in scopes:
        if scopes == {"account"}:
            raise NewPasswordNeeded
        raise Problem(403, "forbidden", FORBIDDEN)
    return Caller(claims["sub"], scopes, claims)


def local_path(address: str | None, otherwise: str) -> str:
    """The address where it is a path of this site, else `otherwise`; never a way to another site."""
    if not address or not address.startswith("/") or "\\" in address or not address.isprintable():
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc or address.startswith("//") else address
