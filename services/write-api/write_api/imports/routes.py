"""The addresses to which files of products are sent, and their plans accepted."""

from collections.abc import Callable, Iterator
from functools import wraps
from io import BytesIO
from typing import Any, ParamSpec
from uuid import UUID

from flask import Blueprint, Response, g, request
from sqlalchemy.orm import Session

from api_contract import Body, Reply, Terms, contract
from service_defaults import request_id
from service_defaults.permissions import permission
from service_defaults.problems import Problem
from write_api.answers import DONE, LOCATION, TAGGED, Answer, no_content, represented
from write_api.bodies import ACCEPT, json_body, json_of, load
from write_api.imports.commands import accept, discard, plan_again, take_in
from write_api.imports.representation import represent_import
from write_api.imports.schemas import ApplySchema, UploadParameters
from write_api.preconditions import if_match_of, required_if_match
from write_api.transactions import transaction

SHOWN = "Import"
FORMATS = {"text/csv": "csv", "application/jsonl": "jsonl"}
LARGEST_FILE = 50 * 1024 * 1024
PIECE = 1024 * 1024
BYTES: dict[str, str] = {}
BEGUN = {202: Reply("It has begun; ask for it until its status tells.", headers=(LOCATION,))}
NONE = {404: Reply("There is no such import.", ("not-found",))}
BUSY = {409: Reply("It is not in a state for this.", ("import-not-ready",))}
REFUSED = {
    409: Reply(
        "It is not planned, the catalog was changed since, or products of it are refused.",
        ("import-not-ready", "catalog-moved", "products-refused"),
    )
}
FILE = Terms(
    body=Body(dict.fromkeys(FORMATS, BYTES), "The file as it is."),
    replies={
        413: Reply(f"The file has more than {LARGEST_FILE:,} bytes.", ("too-large",)),
        415: Reply("The body is of another type.", ("unsupported-media-type",), (ACCEPT,)),
    },
)

blueprint = Blueprint("imports", __name__)
P = ParamSpec("P")


def takes_files(view: Callable[P, Response]) -> Callable[P, Response]:
    """Let the body be larger than others may be: before anything reads it."""

    @wraps(view)
    def taking(*args: P.args, **kwargs: P.kwargs) -> Response:
        request.max_content_length = LARGEST_FILE + 1
        return view(*args, **kwargs)

    return taking


@blueprint.post("/v1/imports")
@permission("catalog:write")
@contract(SHOWN, TAGGED, FILE, parameters=UploadParameters, success=BEGUN)
@takes_files
@transaction("take in import")
def post_import(session: Session, how: dict[str, Any]) -> Answer:
    """Send a file of products.

    CSV with Shopify's headers, old or new, or JSON Lines with a product on each. What it would change is
    planned in the background; nothing is changed before the plan is accepted.
    """
    form = FORMATS.get(request.mimetype)
    if form is None:
        accepted = ", ".join(FORMATS)
        raise Problem(415, "unsupported-media-type", f"Send one of {accepted}.", headers={"Accept": accepted})
    imported = take_in(session, _pieces(), form, g.caller.id, how)
    return _begun(session, imported)


@blueprint.post("/v1/imports/<uuid:import_id>/plan")
@permission("catalog:write")
@contract(SHOWN, TAGGED, if_match_of(SHOWN), success=BEGUN, also=NONE | BUSY)
@transaction("plan import")
def post_plan(session: Session, import_id: UUID) -> Answer:
    """Plan an import again.

    Of the catalog as it is now.
    """
    return _begun(session, plan_again(session, import_id, required_if_match()))


@blueprint.post("/v1/imports/<uuid:import_id>/apply")
@permission("catalog:write")
@contract(SHOWN, TAGGED, json_of(ApplySchema, {}), if_match_of(SHOWN), success=BEGUN, also=NONE | REFUSED)
@transaction("accept import")
def post_apply(session: Session, import_id: UUID) -> Answer:
    """Accept the plan of an import.

    The very plan with this `ETag` is applied in the background, as one revision, or not at all. It is refused
    when the catalog was changed since it was made.
    """
    seen = required_if_match()
    skip_refused = load(ApplySchema, json_body())["skip_refused"]
    asked = request_id.current()
    return _begun(session, accept(session, import_id, seen, g.caller.id, asked, skip_refused=skip_refused))


@blueprint.delete("/v1/imports/<uuid:import_id>")
@permission("catalog:write")
@contract(None, if_match_of(SHOWN), success=DONE, also=NONE | BUSY)
@transaction("discard import")
def delete_import(session: Session, import_id: UUID) -> Answer:
    """Discard an import.

    The file and its plan. What was applied stays, and is undone as any revision.
    """
    discard(session, import_id, required_if_match())
    return no_content()


def _begun(session: Session, imported: Any) -> Answer:
    return represented(represent_import(session, imported), 202, Location=f"/v1/imports/{imported.id}")


def _pieces() -> Iterator[bytes]:
    """The body in pieces, as it comes; with a key it was read already. Raises Problem 413."""
    body = BytesIO(request.get_data()) if "Idempotency-Key" in request.headers else request.stream
    size = 0
    while piece := body.read(PIECE):
        size += len(piece)
        if size > LARGEST_FILE:
            raise Problem(413, "too-large", f"A file may have {LARGEST_FILE:,} bytes.")
        yield piece
