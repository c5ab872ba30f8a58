"""The address under which a revision is undone."""

from flask import Blueprint
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from service_defaults.permissions import permission
from write_api.answers import Answer, answer
from write_api.bodies import json_body, json_of, load
from write_api.history.commands import undo_revision
from write_api.history.schemas import UndoFields, Undone, UndoSchema
from write_api.transactions import transaction

REFUSED = {
    404: Reply("There is no such revision.", ("not-found",)),
    409: Reply(
        "Nothing of it is left to undo, or what it would give back does not fit what is there by now.",
        ("nothing-to-undo", "cannot-undo", "slug-taken", "sku-taken", "category-not-empty"),
    ),
    410: Reply("What it did is no longer kept.", ("gone",)),
}

blueprint = Blueprint("history", __name__)


@blueprint.post("/v1/revisions/<int:number>/undo")
@permission("catalog:write")
@contract(Undone, json_of(UndoSchema, {"force": []}), also=REFUSED)
@transaction("undo revision")
def post_undo(session: Session, number: int) -> Answer:
    """Undo a revision.

    It makes a new one with the inverse. What was changed since is left alone and named in `left`, unless
    `force` names it. What was created goes to the trash.
    """
    wanted: UndoFields = load(UndoSchema, json_body())
    plan = undo_revision(session, number, wanted.force)
    left = [{"name": name, "detail": detail} for name, detail in plan.left.items()]
    return answer(200, {"undone": number, "changes": plan.size, "left": left})
