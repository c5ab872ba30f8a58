"""Decides whether a bearer token (RFC 6750) is good: an EdDSA JWT by a known key, in date, with the scope."""

import time
from functools import lru_cache
from typing import Any

import jwt
from flask import Request
from jwt.types import Options

from service_defaults.permissions import Caller
from service_defaults.problems import Problem

ISSUER, ALGORITHM = "mstore", "EdDSA"
CHECKS: Options = {"require": ["iss", "sub", "iat", "exp"]}
LEEWAY = 5  # seconds by which the clocks of two machines may differ
CHALLENGE = f'Bearer realm="{ISSUER}"'


class BearerTokens:
    """Authenticates requests by the public keys of a JWK set (RFC 7517), without asking anyone."""

    def __init__(self, key_set: dict[str, Any]) -> None:
        """Raises jwt.PyJWKSetError when the set holds no usable key."""
        self._keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(key_set).keys}
        self._verified = lru_cache(1024)(self._verify)  # what was good stays so, but for its end

    def __call__(self, request: Request, needed: str) -> Caller:
        """The caller whose token the request bears; raises Problem 401, or 403 without the needed scope."""
        authorization = request.authorization
        if authorization is None or authorization.type != "bearer" or not authorization.token:
            raise _refusal(401, "unauthorized", "This needs an access token.")
        caller = self._verified(authorization.token)
        if caller.claims["exp"] <= time.time() - LEEWAY:
            self._verify(authorization.token)  # and be refused
        if needed not in caller.scopes:
            challenge = f', error="insufficient_scope", scope="{needed}"'
            raise _refusal(403, "forbidden", f"This needs the scope {needed}.", challenge)
        return caller

    def _verify(self, token: str) -> Caller:
        try:
            key = self._keys[jwt.get_unverified_header(token).get("kid")]
            claims = jwt.decode(token, key, [ALGORITHM], issuer=ISSUER, leeway=LEEWAY, options=CHECKS)
        except (jwt.InvalidTokenError, KeyError) as error:
            invalid = ', error="invalid_token"'
            raise _refusal(401, "unauthorized", "The access token is not valid.", invalid) from error
        return Caller(claims["sub"], frozenset(str(claims.get("scope", "")).split()), claims)


def _refusal(status: int, slug: str, detail: str, why: str = "") -> Problem:
    return Problem(status, slug, detail, headers={"WWW-Authenticate": CHALLENGE + why})
