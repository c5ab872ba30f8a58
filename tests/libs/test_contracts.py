"""What a route declares is what the document says of it."""

from flask import Blueprint, Response
from marshmallow import Schema, fields

from api_contract import contract
from api_contract.document import part
from service_defaults.permissions import PUBLIC, permission

WITHDRAWN = {"description": "Use `new`.", "deprecated": True}


class Asked(Schema):
    old = fields.String(metadata=WITHDRAWN)
    new = fields.String()


class Thing(Schema):
    """A thing."""

    old = fields.String(metadata=WITHDRAWN)
    new = fields.String()


things = Blueprint("things", __name__)


@things.get("/v1/things")
@permission(PUBLIC)
@contract(Thing, parameters=Asked)
def list_things(asked: dict[str, str]) -> Response:
    """List things."""
    return Response()


@things.get("/v1/all-things")
@permission(PUBLIC)
@contract(Thing, deprecated=True)
def list_all_things() -> Response:
    """List things: use `/v1/things`."""
    return Response()


def test_what_is_withdrawn_is_deprecated_in_the_document() -> None:
    described = part([things], {})

    operations = {path: item["get"] for path, item in described["paths"].items()}
    parameters = {each["name"]: each for each in operations["/v1/things"]["parameters"]}
    members = described["components"]["schemas"]["Thing"]["properties"]
    assert operations["/v1/all-things"]["deprecated"] is True
    assert "deprecated" not in operations["/v1/things"]
    for each in (parameters, members):
        assert each["old"]["deprecated"] is True
        assert "deprecated" not in each["new"]
