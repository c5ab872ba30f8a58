"""The addresses under which tags are changed.

A tag is no thing of its own, with a state that one could have seen: it is a word that products have. So there
is no If-Match, and who regrets it undoes the revision.
"""

from flask import Blueprint
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from service_defaults.permissions import permission
from write_api.answers import Answer, answer
from write_api.bodies import json_body, json_of, load
from write_api.tags.commands import remove_tag, rename_tag
from write_api.tags.schemas import RemoveTagSchema, RenameTagSchema, TagChanged
from write_api.transactions import transaction

NONE = {404: Reply("No product has this tag.", ("not-found",))}

blueprint = Blueprint("tags", __name__)


@blueprint.post("/v1/tags/rename")
@permission("catalog:write")
@contract(TagChanged, json_of(RenameTagSchema, {"name": "sea green", "to": "celadon"}), also=NONE)
@transaction("rename tag")
def post_rename(session: Session) -> Answer:
    """Rename a tag.

    On every product that has it. Where there is a tag of the other name, they become one.
    """
    wanted = load(RenameTagSchema, json_body())
    return answer(200, {"products": rename_tag(session, wanted["name"], wanted["to"])})


@blueprint.post("/v1/tags/remove")
@permission("catalog:write")
@contract(TagChanged, json_of(RemoveTagSchema, {"name": "sea green"}), also=NONE)
@transaction("remove tag")
def post_remove(session: Session) -> Answer:
    """Remove a tag.

    From every product that has it.
    """
    wanted = load(RemoveTagSchema, json_body())
    return answer(200, {"products": remove_tag(session, wanted["name"])})
