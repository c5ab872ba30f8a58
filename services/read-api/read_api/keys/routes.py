"""GET /.well-known/jwks.json (RFC 7517)."""

from flask import Blueprint, Response, current_app

from api_contract import contract
from read_api.answers import TAGGED, matched
from service_defaults.permissions import PUBLIC, permission

keys = Blueprint("keys", __name__)


@keys.get("/.well-known/jwks.json")
@permission(PUBLIC)
@contract({"type": "object"}, TAGGED, media_types=("application/jwk-set+json",))
def get_key_set() -> Response:
    """Get the keys of access tokens.

    The public ones, as a JWK set: with them anyone can verify a token.
    """
    response = Response(
        current_app.json.dumps(current_app.config["KEY_SET"]), content_type="application/jwk-set+json"
    )
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    return matched(response)
