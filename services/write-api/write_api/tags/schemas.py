"""The bodies of commands on tags, and what they answer."""

from marshmallow import Schema, fields

from write_api.fields import Text

LONGEST_TAG = 60


class RenameTagSchema(Schema):
    """A tag, and what it is to be called."""

    name = Text(LONGEST_TAG, shortest=1, required=True)
    to = Text(LONGEST_TAG, shortest=1, required=True)


class RemoveTagSchema(Schema):
    """A tag that nothing is to have any more."""

    name = Text(LONGEST_TAG, shortest=1, required=True)


class TagChanged(Schema):
    """What was done to a tag."""

    products = fields.Integer(required=True, metadata={"description": "How many products were changed."})
