"""write-api's part of the API's description."""

from api_contract.document import part
from api_contract.operations import Described
from write_api import FEATURES

ID: Described = {
    "description": "The id.",
    "schema": {"type": "string", "format": "uuid"},
    "example": "0199c0de-0000-7000-8000-000000000000",
}


def describe() -> Described:
    """What `python -m api_contract` asks for."""
    return part(FEATURES, {"product_id": ID, "category_id": ID})
