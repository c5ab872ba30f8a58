"""The query parameters of imports, as a client writes them."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from read_api.imports.schemas import OUTCOMES
from read_api.parameters import LARGEST_PAGE, Digits


class ListImports(Schema):
    """The parameters of the list of imports."""

    limit = Digits(
        load_default=24, validate=Range(1, LARGEST_PAGE), metadata={"description": "How many, at most."}
    )


class _Paged(Schema):
    limit = Digits(
        load_default=LARGEST_PAGE,
        validate=Range(1, LARGEST_PAGE),
        metadata={"description": "How many on a page, at most."},
    )


class ListRows(_Paged):
    """The parameters of a plan."""

    outcome = fields.String(
        load_default=None, validate=OneOf(OUTCOMES), metadata={"description": "Only rows with this outcome."}
    )
    after = Digits(load_default=0, metadata={"description": "The `next` of the page before."})


class ListPictures(_Paged):
    """The parameters of the pictures of an import."""

    after = fields.UUID(load_default=None, metadata={"description": "The `next` of the page before."})
