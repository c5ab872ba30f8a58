"""The address to which many writes are sent at once."""

from flask import Blueprint
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from service_defaults.permissions import permission
from write_api.answers import Answer, answer
from write_api.batch.operations import PERMISSION, perform
from write_api.batch.schemas import BatchResults, BatchSchema
from write_api.bodies import json_body, json_of, load
from write_api.transactions import transaction

LARGEST_BATCH = 8 * 1024 * 1024
EXAMPLE = {
    "operations": [
        {
            "method": "PATCH",
            "path": "/v1/products/0199c0de-0000-7000-8000-000000000000",
            "if_match": "*",
            "body": {"status": "archived"},
        }
    ]
}
IN_THE_WAY = (
    *("slug-taken", "sku-taken", "category-not-empty", "currency-in-use", "not-in-trash"),
    *("nothing-to-undo", "cannot-undo", "import-not-ready", "catalog-moved", "products-refused"),
)
REFUSED = {
    403: Reply("An operation cannot be part of a batch, or the scope is missing.", ("forbidden",)),
    404: Reply("There is no such address, or nothing of what an operation names.", ("not-found",)),
    405: Reply("The address of an operation has no such method.", ("method-not-allowed",)),
    409: Reply("Something else is in the way of an operation.", IN_THE_WAY),
    410: Reply("What an operation would undo is no longer kept.", ("gone",)),
    412: Reply("What an operation changes was changed since.", ("precondition-failed",)),
    428: Reply("An operation has no `if_match`.", ("precondition-required",)),
}

blueprint = Blueprint("batch", __name__)


@blueprint.post("/v1/batch")
@permission(PERMISSION)
@contract(BatchResults, json_of(BatchSchema, EXAMPLE), also=REFUSED)
@transaction("batch")
def post_batch(session: Session) -> Answer:
    """Do many writes as one.

    Each is as it would be sent by itself, with `if_match` in the header's place. They are done in their order
    and make one revision; when one is refused, none is done, and the problem names it in `operation`.
    """
    operations = load(BatchSchema, json_body(LARGEST_BATCH))["operations"]
    return answer(200, {"results": perform(session, operations)})
