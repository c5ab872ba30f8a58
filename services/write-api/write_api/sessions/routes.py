"""The addresses under which one logs in, goes on, logs out, and chooses a password.

None of them keeps an answer under an Idempotency-Key: what they are sent, and what they answer, is secret.
"""

from uuid import UUID

from flask import Blueprint, current_app
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from api_contract.terms import CHALLENGE
from service_defaults.permissions import PUBLIC, caller, permission
from write_api.answers import DONE, SECRET, Answer, answer, no_content
from write_api.bearer import of_a_session
from write_api.bodies import json_body, json_of, load
from write_api.origin import origin
from write_api.sessions.commands import (
    LogIn,
    change_password,
    end_session,
    log_in,
    refresh_session,
    revoke_other_sessions,
    revoke_session,
)
from write_api.sessions.schemas import CredentialsSchema, LoggedIn, PasswordSchema, RefreshTokenSchema
from write_api.sessions.tokens import ACCESS_LIFETIME, access_token
from write_api.throttling.terms import TOO_OFTEN
from write_api.transactions import transaction

BEGUN = {201: Reply("The session, with the tokens for it.")}
CREDENTIALS = {"email": "owner@example.com", "password": "a long and secret sentence"}
REFRESH_TOKEN = {"refresh_token": "v1.0Ld2…"}
PASSWORDS = {"current_password": "a long and secret sentence", "new_password": "another of the same kind"}
WRONG = {
    401: Reply("The e-mail address or the password is wrong.", ("unauthorized",), (CHALLENGE,)),
    403: Reply(
        "The password is right; now a second factor: `accepted` names which, `ticket` is for it.",
        ("second-factor-required",),
        members={
            "ticket": {
                "type": "string",
                "description": "For `/v1/sessions/second-factor`; five minutes.",
            },
            "accepted": {"type": "array", "items": {"enum": ["totp", "passkey", "recovery_code"]}},
        },
    ),
    429: TOO_OFTEN,
}
OVER = {401: Reply("The session is over; log in again.", ("unauthorized",), (CHALLENGE,))}
NO_SUCH = {404: Reply("You have no session with this id.", ("not-found",))}

blueprint = Blueprint("sessions", __name__)


@blueprint.post("/v1/sessions")
@permission(PUBLIC)
@contract(LoggedIn, SECRET, json_of(CredentialsSchema, CREDENTIALS), success=BEGUN, also=WRONG)
@transaction("log in", repeatable=False)
def post_session(session: Session) -> Answer:
    """Log in.

    Where the account has a second factor, the answer is a `403` with a ticket for it.
    """
    return logged_in(log_in(session, origin(), **load(CredentialsSchema, json_body())))


@blueprint.post("/v1/sessions/refresh")
@permission(PUBLIC)
@contract(LoggedIn, SECRET, json_of(RefreshTokenSchema, REFRESH_TOKEN), success=BEGUN, also=OVER)
@transaction("refresh session", repeatable=False)
def post_refresh(session: Session) -> Answer:
    """Get the next access token.

    A refresh token is good once; one that comes a second time ends the session, as it may be stolen.
    """
    return logged_in(refresh_session(session, origin(), **load(RefreshTokenSchema, json_body())))


@blueprint.delete("/v1/sessions")
@permission(PUBLIC)
@contract(None, json_of(RefreshTokenSchema, REFRESH_TOKEN), success=DONE)
@transaction("log out", repeatable=False)
def delete_session(session: Session) -> Answer:
    """Log out.

    A token that is unknown has nothing to end.
    """
    end_session(session, origin(), **load(RefreshTokenSchema, json_body()))
    return no_content()


@blueprint.delete("/v1/sessions/<uuid:session_id>")
@permission("account:manage")
@contract(None, success=DONE, also=NO_SUCH)
@transaction("revoke session")
def delete_one_session(session: Session, session_id: UUID) -> Answer:
    """End a session.

    One of yours, wherever it is; an owner ends anyone's. Its access token writes nothing from then on, and
    reads until it ends, ten minutes later at most.
    """
    account_id, _ = of_a_session()
    is_for_all = "accounts:write" in caller().scopes
    revoke_session(session, origin(), session_id, None if is_for_all else account_id)
    return no_content()


@blueprint.delete("/v1/account/sessions")
@permission("account:manage")
@contract(None, success=DONE)
@transaction("revoke other sessions")
def delete_other_sessions(session: Session) -> Answer:
    """End all your other sessions."""
    revoke_other_sessions(session, origin(), *of_a_session())
    return no_content()


@blueprint.put("/v1/account/password")
@permission("account")
@contract(None, json_of(PasswordSchema, PASSWORDS), success=DONE, also={429: TOO_OFTEN})
@transaction("change password", repeatable=False)
def put_password(session: Session) -> Answer:
    """Choose a password.

    The account's other sessions end.
    """
    account_id, family = of_a_session()
    change_password(session, origin(), account_id, family, **load(PasswordSchema, json_body()))
    return no_content()


def logged_in(state: LogIn) -> Answer:
    """The answer that begins or continues a session."""
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
