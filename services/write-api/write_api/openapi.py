"""write-api's part of the API's description."""

from api_contract.document import part
from api_contract.operations import Described
from write_api import FEATURES

ID: Described = {
    "description": "The id.",
    "schema": {"type": "string", "format": "uuid"},
    "example": "0199c0de-0000-7000-8000-000000000000",
}
NUMBER: Described = {
    "description": "The number of the revision.",
    "schema": {"type": "integer", "minimum": 0},
    "example": 43,
}

PLACES: dict[str, Described] = {
    "product_id": ID,
    "category_id": ID,
    "import_id": ID,
    "variant_id": ID,
    "account_id": ID,
    "session_id": ID,
    "key_id": ID,
    "passkey_id": ID,
    "number": NUMBER,
    "place": {
        "description": "Which of them, from 0 on.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 0,
    },
    "sha256": {
        "description": "SHA-256 of the upload, in hexadecimal.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
}


def describe() -> Described:
    """What `python -m api_contract` asks for."""
    return part(FEATURES, PLACES)
