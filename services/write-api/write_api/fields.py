"""The kinds of values that bodies are made of, beyond what marshmallow brings."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, validate
from marshmallow.experimental.context import Context
from stdnum import ean
from stdnum.exceptions import ValidationError as StdnumError

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
AMOUNT = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?", re.ASCII)
LARGEST_PRICE = 10**12  # in minor units, as the database has it
CONTROLS, CONTROLS_BUT_LINES = r"\u0000-\u001f\u007f-\u009f", r"\u0000-\u0008\u000b-\u001f\u007f-\u009f"
LARGEST_NUMBER = 2**53  # beyond it, JSON's numbers are not the same everywhere (RFC 7493 §2.2)


@dataclass(frozen=True)
class Currency:
    """A currency of ISO 4217: `exponent` is how many digits its minor unit has."""

    code: str
    exponent: int


JsonSchema = dict[str, Any]
Describe = Callable[[fields.Field[Any]], JsonSchema]
"""What describes the fields inside of one; each kind below says itself what it accepts, for OpenAPI."""

InCurrency = Context[Currency]
"""Bodies with prices are loaded `with InCurrency(shop_currency)`."""


class Text(fields.String):
    """Text in Unicode's form NFC, trimmed, without control characters; line ends where there may be lines."""

    def __init__(self, longest: int, *, shortest: int = 0, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest, self.shortest = longest, shortest
        self.none_of = CONTROLS_BUT_LINES if lines else CONTROLS

    def json_schema(self, _describe: Describe) -> JsonSchema:
        """Blanks at both ends are allowed, and dropped."""
        inner = rf"[^\s{self.none_of}][^{self.none_of}]*" if self.shortest else f"[^{self.none_of}]*"
        lengths = {"minLength": self.shortest, "maxLength": self.longest}
        return {
            "type": "string",
            "pattern": rf"^\s*{inner}\s*$",
            **{name: value for name, value in lengths.items() if value},
        }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        given = super()._deserialize(value, attr, data, **kwargs)
        text = unicodedata.normalize("NFC", given.replace("\r\n", "\n")).strip()
        if re.search(f"[{self.none_of}]", text):
            raise ValidationError("Control characters are not text.")
        if max(len(given), len(text)) > self.longest:
            raise ValidationError(f"At most {self.longest} characters.")
        if len(text) < self.shortest:
            raise ValidationError(
                "May not be empty." if self.shortest == 1 else f"At least {self.shortest} characters."
            )
        return text


class Slug(fields.String):
    """A name for an address: a-z and 0-9 in groups with single hyphens between them."""

    def __init__(self, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def json_schema(self, _describe: Describe) -> JsonSchema:
        return {"type": "string", "pattern": f"^{SLUG.pattern}$", "maxLength": self.longest}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        slug = super()._deserialize(value, attr, data, **kwargs)
        if len(slug) > self.longest or not SLUG.fullmatch(slug):
            raise ValidationError(
                f"Groups of a-z and 0-9 with single hyphens between them, at most {self.longest}."
            )
        return slug


class Gtin(fields.String):
    """A GTIN of 8, 12, 13 or 14 digits with a right check digit; spaces and hyphens are dropped."""

    def json_schema(self, _describe: Describe) -> JsonSchema:
        return {"type": "string", "pattern": "^[0-9 -]+$", "examples": ["4006381333931"]}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        given = super()._deserialize(value, attr, data, **kwargs)
        try:
            return str(ean.validate(given))
        except StdnumError as error:
            raise ValidationError(
                "Not a GTIN: 8, 12, 13 or 14 digits, the last of which checks the others."
            ) from error


class Money(fields.Field[int]):
    """{"amount": "12.90", "currency": "EUR"} as minor units, in the currency of the context."""

    def json_schema(self, _describe: Describe) -> JsonSchema:
        members = {
            "amount": {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,6})?$", "examples": ["12.90"]},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"]},
        }
        return {
            "type": "object",
            "properties": members,
            "required": list(members),
            "additionalProperties": False,
        }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, dict):
            raise ValidationError('Send {"amount": "12.90", "currency": "EUR"}.')
        currency = InCurrency.get()
        faults = {name: ["Unknown field."] for name in value if name not in ("amount", "currency")}
        if value.get("currency") != currency.code:
            faults["currency"] = [f"The shop's currency is {currency.code}."]
        minor_units = _minor_units(value.get("amount"), currency.exponent)
        if minor_units is None:
            faults["amount"] = [
                f"Decimal text, not negative, with at most {currency.exponent} decimal places."
            ]
        if faults or minor_units is None:
            raise ValidationError(faults)
        return minor_units


class Whole(fields.Integer):
    """A whole number within bounds; 5.0 is one too, as JSON Schema has it."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        return super()._deserialize(whole, attr, data, **kwargs)


class Flag(fields.Field[bool]):
    """true or false, and nothing that merely looks like them."""

    def json_schema(self, _describe: Describe) -> JsonSchema:
        return {"type": "boolean"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Not true or false.")
        return value


class Items(fields.List[Any]):
    """A JSON array with at most `most` items; with `distinct`, each only once."""

    def __init__(
        self, inner: fields.Field[Any], *, most: int, least: int = 0, distinct: bool = False, **kwargs: Any
    ):
        super().__init__(inner, **kwargs)
        self.most, self.least, self.distinct = most, least, distinct

    def json_schema(self, _describe: Describe) -> JsonSchema:
        counts = {"minItems": self.least, "maxItems": self.most, "uniqueItems": self.distinct}
        return {"type": "array", **{name: value for name, value in counts.items() if value}}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValidationError("Not an array.")
        if not self.least <= len(value) <= self.most:
            raise ValidationError(f"Between {self.least} and {self.most} items.")
        items: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        if self.distinct and (twice := {index: ["Given twice."] for index in _repeated(items)}):
            raise ValidationError(twice)
        return items


class Scalar(fields.Field[Any]):
    """Text, a number, true or false."""

    def __init__(self, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.text = Text(longest)

    def json_schema(self, describe: Describe) -> JsonSchema:
        number = {"type": "number", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER}
        return {"anyOf": [describe(self.text), number, {"type": "boolean"}]}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, str):
            return self.text.deserialize(value)
        if isinstance(value, int | float) and abs(value) <= LARGEST_NUMBER:
            return value
        raise ValidationError("Not text, a number up to 2^53, true or false.")


class FlatObject(fields.Field[dict[str, Any]]):
    """A JSON object with at most `most` members, whose names and values are these fields."""

    def __init__(self, names: Text, values: fields.Field[Any], *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.names, self.values, self.most = names, values, most

    def json_schema(self, describe: Describe) -> JsonSchema:
        return {
            "type": "object",
            "maxProperties": self.most,
            "propertyNames": describe(self.names),
            "additionalProperties": describe(self.values),
        }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > self.most:
            raise ValidationError(f"Not an object with at most {self.most} members.")
        members: dict[str, Any] = {}
        faults: dict[str, Any] = {}
        for name, given in value.items():
            try:
                members[str(self.names.deserialize(name))] = self.values.deserialize(given)
            except ValidationError as error:
                faults[name] = error.messages
        if faults:
            raise ValidationError(faults)
        if len(members) < len(value):
            raise ValidationError("Two of the names are the same text, but for blanks.")
        return members


def _minor_units(amount: Any, exponent: int) -> int | None:
    match = AMOUNT.fullmatch(amount) if isinstance(amount, str) else None
    if match is None or len(match[2] or "") > exponent:
        return None
    minor_units = int(match[1] + (match[2] or "").ljust(exponent, "0"))
    return minor_units if minor_units <= LARGEST_PRICE else None


def _repeated(items: list[Any]) -> Iterator[int]:
    return (index for index, item in enumerate(items) if item in items[:index])
