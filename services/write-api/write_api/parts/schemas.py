"""The bodies of a product's parts."""

from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, post_load

from write_api.fields import FlatObject, Text, Whole
from write_api.products.amendments import LARGEST_PLACE
from write_api.products.schemas import ImageSchema, VariantSchema

PLACE = {
    "description": "Which of them it is, from 0 on; beyond the last, the last. Not given: as it is, or last."
}


class VariantPart(VariantSchema):
    """A variant as it is written by itself."""

    class Meta:
        exclude = ("id",)

    place = Whole(0, LARGEST_PLACE, metadata=PLACE)


class ImagePart(ImageSchema):
    """A picture of a product as it is written by itself; `media` is what its upload answered."""

    place = Whole(0, LARGEST_PLACE, metadata=PLACE)


class OptionSchema(Schema):
    """An option, and the value of it that the variants there are will have."""

    name = Text(60, shortest=1, required=True)
    value = Text(60, shortest=1, required=True)


@dataclass(frozen=True)
class OptionChange:
    """An option's other name, if any, and its values' other names by the present ones."""

    name: str | None
    values: dict[str, str]


class OptionChangeSchema(Schema):
    """What is to be called otherwise."""

    name = Text(60, shortest=1)
    values = FlatObject(
        Text(60, shortest=1),
        Text(60, shortest=1),
        most=250,
        load_default=dict,
        metadata={"description": "Other names of values, by their present ones."},
    )

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> OptionChange:
        return OptionChange(data.get("name"), data["values"])
