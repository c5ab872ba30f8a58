"""The addresses under which keys are made, used and revoked.

Neither a key nor a token is kept under an Idempotency-Key: both are secret.
"""

from uuid import UUID

from flask import Blueprint, current_app
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from api_contract.terms import CHALLENGE
from service_defaults.permissions import PUBLIC, caller, permission
from write_api.answers import CREATED, DONE, SECRET, Answer, answer, no_content
from write_api.api_keys.commands import make_key, revoke_key, use_key
from write_api.api_keys.schemas import AccessToken, ApiKeyMade, ApiKeySchema, KeySchema
from write_api.bearer import of_a_session
from write_api.bodies import json_body, json_of, load
from write_api.origin import origin
from write_api.sessions.signing import SigningKeys
from write_api.sessions.tokens import ACCESS_LIFETIME, subject_of
from write_api.throttling.terms import TOO_OFTEN
from write_api.transactions import transaction

SHOWN = ("id", "name", "prefix", "scopes", "created_at", "expires_at")
TILL = {"name": "The till", "scopes": ["catalog:read"], "expires_at": "2099-12-31T00:00:00Z"}
KEY = {"api_key": "mstore_0Ld2…"}
NONE = {404: Reply("You have no key with this id.", ("not-found",))}
TOO_MANY = {409: Reply("The account has as many keys as it can have.", ("too-many-keys",))}
GIVEN = {201: Reply("The access token.")}
WRONG = {
    401: Reply("The key is not valid.", ("unauthorized",), (CHALLENGE,)),
    429: TOO_OFTEN,
}

blueprint = Blueprint("api_keys", __name__)


@blueprint.post("/v1/api-keys")
@permission("account:manage")
@contract(ApiKeyMade, SECRET, json_of(ApiKeySchema, TILL), success=CREATED, also=TOO_MANY)
@transaction("make key", repeatable=False)
def post_api_key(session: Session) -> Answer:
    """Make a key for another service.

    It may what you may, and of that what `scopes` name. It is shown in this answer alone.
    """
    account_id, _ = of_a_session()
    key, token = make_key(session, origin(), account_id, **load(ApiKeySchema, json_body()))
    body = {name: getattr(key, name) for name in SHOWN} | {"api_key": token}
    return answer(201, body, Location=f"/v1/api-keys/{key.id}", Cache_Control="no-store")


@blueprint.delete("/v1/api-keys/<uuid:key_id>")
@permission("account:manage")
@contract(None, success=DONE, also=NONE)
@transaction("revoke key")
def delete_api_key(session: Session, key_id: UUID) -> Answer:
    """Revoke a key.

    One of yours; an owner revokes anyone's. It stays in the list.
    """
    account_id, _ = of_a_session()
    revoke_key(session, origin(), key_id, None if "accounts:write" in caller().scopes else account_id)
    return no_content()


@blueprint.post("/v1/tokens")
@permission(PUBLIC)
@contract(AccessToken, SECRET, json_of(KeySchema, KEY), success=GIVEN, also=WRONG)
@transaction("use key", repeatable=False)
def post_token(session: Session) -> Answer:
    """Exchange a key for an access token.

    Good for ten minutes; then ask for another with the same key.
    """
    key, scopes = use_key(session, origin(), load(KeySchema, json_body())["api_key"])
    signing_key: SigningKeys = current_app.extensions["signing_key"]
    subject = subject_of(key.account, api_key=str(key.id))
    body = {
        "access_token": signing_key.sign(subject, scopes, ACCESS_LIFETIME),
        "token_type": "Bearer",
        "expires_in": int(ACCESS_LIFETIME.total_seconds()),
        "scope": " ".join(scopes),
    }
    return answer(201, body, Cache_Control="no-store")
