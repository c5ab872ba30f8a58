"""The addresses under which one logs in, goes on, logs out, and chooses a password.

None of them keeps an answer under an Idempotency-Key: what they are sent, and what they answer, is secret.
"""

from uuid import UUID

import jwt
from flask import Blueprint, current_app, request
from sqlalchemy.orm import Session

from api_contract import Header, Reply, Terms, contract
from api_contract.terms import CHALLENGE
from service_defaults.permissions import PUBLIC, caller, permission
from service_defaults.problems import Problem
from write_api.answers import DONE, Answer, answer, no_content
from write_api.bodies import json_body, json_of, load
from write_api.sessions.commands import LogIn, change_password, end_session, log_in, refresh_session
from write_api.sessions.schemas import CredentialsSchema, LoggedIn, PasswordSchema, RefreshTokenSchema
from write_api.sessions.tokens import ACCESS_LIFETIME, access_token
from write_api.transactions import transaction

BEGUN = {201: Reply("The session, with the tokens for it.")}
CREDENTIALS = {"email": "owner@example.com", "password": "a long and secret sentence"}
REFRESH_TOKEN = {"refresh_token": "v1.0Ld2…"}
PASSWORDS = {"current_password": "a long and secret sentence", "new_password": "another of the same kind"}
WRONG = {401: Reply("The e-mail address or the password is wrong.", ("unauthorized",), (CHALLENGE,))}
OVER = {401: Reply("The session is over; log in again.", ("unauthorized",), (CHALLENGE,))}
SECRET = Terms(shows=(Header("Cache-Control", "Always `no-store`.", required=True),))

blueprint = Blueprint("sessions", __name__)


@blueprint.post("/v1/sessions")
@permission(PUBLIC)
@contract(LoggedIn, SECRET, json_of(CredentialsSchema, CREDENTIALS), success=BEGUN, also=WRONG)
@transaction("log in", repeatable=False)
def post_session(session: Session) -> Answer:
    """Log in."""
    return _logged_in(log_in(session, **load(CredentialsSchema(), json_body())))


@blueprint.post("/v1/sessions/refresh")
@permission(PUBLIC)
@contract(LoggedIn, SECRET, json_of(RefreshTokenSchema, REFRESH_TOKEN), success=BEGUN, also=OVER)
@transaction("refresh session", repeatable=False)
def post_refresh(session: Session) -> Answer:
    """Get the next access token.

    A refresh token is good once; one that comes a second time ends the session, as it may be stolen.
    """
    return _logged_in(refresh_session(session, **load(RefreshTokenSchema(), json_body())))


@blueprint.delete("/v1/sessions")
@permission(PUBLIC)
@contract(None, json_of(RefreshTokenSchema, REFRESH_TOKEN), success=DONE)
@transaction("log out", repeatable=False)
def delete_session(session: Session) -> Answer:
    """Log out.

    A token that is unknown has nothing to end.
    """
    end_session(session, **load(RefreshTokenSchema(), json_body()))
    return no_content()


@blueprint.put("/v1/account/password")
@permission("account")
@contract(None, json_of(PasswordSchema, PASSWORDS), success=DONE)
@transaction("change password", repeatable=False)
def put_password(session: Session) -> Answer:
    """Choose a password.

    The account's other sessions end.
    """
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
