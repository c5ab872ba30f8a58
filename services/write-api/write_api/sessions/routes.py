"""The addresses under which one logs in, goes on, logs out, and chooses a password.

None of them keeps an answer under an Idempotency-Key: what they are sent, and what they answer, is secret.
"""

from uuid import UUID

import jwt
from flask import Blueprint, current_app, request
from sqlalchemy.orm import Session

from service_defaults.permissions import PUBLIC, caller, permission
from service_defaults.problems import Problem
from write_api.answers import Answer, answer, no_content
from write_api.bodies import json_body, load
from write_api.sessions.commands import LogIn, change_password, end_session, log_in, refresh_session
from write_api.sessions.schemas import CredentialsSchema, PasswordSchema, RefreshTokenSchema
from write_api.sessions.tokens import ACCESS_LIFETIME, access_token
from write_api.transactions import transaction

blueprint = Blueprint("sessions", __name__)


@blueprint.post("/v1/sessions")
@permission(PUBLIC)
@transaction("log in", repeatable=False)
def post(session: Session) -> Answer:
    return _logged_in(log_in(session, **load(CredentialsSchema(), json_body())))


@blueprint.post("/v1/sessions/refresh")
@permission(PUBLIC)
@transaction("refresh session", repeatable=False)
def refresh(session: Session) -> Answer:
    return _logged_in(refresh_session(session, **load(RefreshTokenSchema(), json_body())))


@blueprint.delete("/v1/sessions")
@permission(PUBLIC)
@transaction("log out", repeatable=False)
def delete(session: Session) -> Answer:
    end_session(session, **load(RefreshTokenSchema(), json_body()))
    return no_content()


@blueprint.put("/v1/account/password")
@permission("account")
@transaction("change password", repeatable=False)
def put_password(session: Session) -> Answer:
    account_id, family = _bearer()
    change_password(session, account_id, family, **load(PasswordSchema(), json_body()))
    return no_content()


def _logged_in(state: LogIn) -> Answer:
    account = state.account
    shown = {name: getattr(account, name) for name in ("id", "name", "email", "role")}
    document = {
        "access_token": access_token(current_app.extensions["signing_key"], account, state.family),
        "token_type": "Bearer",
        "expires_in": int(ACCESS_LIFETIME.total_seconds()),
        "refresh_token": state.refresh_token,
        "account": shown,
        "password_change_required": account.password_change_required,
    }
    return answer(201, document, Cache_Control="no-store")


def _bearer() -> tuple[UUID, UUID]:
    """The account and the session that the token speaks for; it was verified when the request came in."""
    token = request.authorization.token if request.authorization else None
    claims = jwt.decode(token or "", options={"verify_signature": False})
    try:
        return UUID(caller().id), UUID(claims["sid"])
    except (KeyError, ValueError) as error:
        raise Problem(403, "forbidden", "This token is not of an account's session.") from error
