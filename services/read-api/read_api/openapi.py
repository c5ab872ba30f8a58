"""read-api's part of the API's description, and what the description says of the whole."""

from api_contract.document import part
from api_contract.operations import Described
from read_api import FEATURES
from read_api.media.routes import FORMATS

VERSION = "1.0.0"
INTRODUCTION = (
    "The catalog of a small shop. Every write makes a new numbered revision of the whole catalog; an answer "
    "says in `Catalog-Revision` which one it shows. Reads are answered by replicas, writes by the leader, "
    "under the same addresses. What is to go is marked deprecated here, and works for another year at "
    "least; its answers bear `Deprecation` and `Sunset`."
)
PLACES: dict[str, Described] = {
    "id_or_slug": {
        "description": "The id, or the slug.",
        "schema": {"type": "string", "minLength": 1},
        "example": "celadon-mug",
    },
    "account_id": {
        "description": "The id.",
        "schema": {"type": "string", "format": "uuid"},
        "example": "0199c0de-0000-7000-8000-000000000000",
    },
    "import_id": {
        "description": "The id of the import.",
        "schema": {"type": "string", "format": "uuid"},
        "example": "0199c0de-0000-7000-8000-000000000000",
    },
    "sha256": {
        "description": "SHA-256 of the original, in hexadecimal.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    "width": {
        "description": "Width in pixels.",
        "schema": {"type": "integer", "minimum": 0, "maximum": 100_000},
        "example": 640,
    },
    "number": {
        "description": "The number of the revision.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 43,
    },
    "extension": {"description": "The format.", "schema": {"type": "string", "enum": list(FORMATS)}},
}
HEAD: Described = {
    "info": {"title": "The mstore API", "version": VERSION, "description": INTRODUCTION},
    "servers": [
        {"url": "https://api.mstore.com", "description": "The shop."},
        {"url": "/", "description": "Where this document was found."},
    ],
}
BEARER: Described = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": (
        "An `access_token`: of `POST /v1/sessions` for people, of `POST /v1/tokens` for the key of another "
        "service. It has scopes and is good for ten minutes."
    ),
}


def describe() -> Described:
    """What `python -m api_contract` asks for."""
    described = part(FEATURES, PLACES, HEAD)
    described["components"]["securitySchemes"] = {"bearer": BEARER}
    return described
