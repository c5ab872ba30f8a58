"""What schemathesis is told: the document, how hard to try, and which checks cannot hold.

Every check of it is on. MSTORE_TEST_EXAMPLES asks for more examples of each operation than CI has time for,
MSTORE_TEST_SEED for others.
"""

import json
import os
import re
from collections.abc import Iterable
from typing import Any

import schemathesis
from schemathesis.checks import CheckFunction
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from read_api.docs.document import FILE

EXAMPLES = int(os.environ.get("MSTORE_TEST_EXAMPLES", "5"))
SEED = os.environ.get("MSTORE_TEST_SEED")
CONFIG = {
    "seed": int(SEED or 20261122),
    "generation": {
        "max-examples": EXAMPLES,
        "deterministic": SEED is None,
        "database": "none",
        "with-security-parameters": False,  # every case is sent as the owner, but for `ignored_auth`
    },
    "checks": {
        # 428 is what RFC 6585 has for a missing If-Match.
        "missing_required_header": {"expected-statuses": ["400", "401", "403", "415", "422", "428"]},
        # 412: a tag or token that is well formed is hardly ever one that was given out.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "404", "409", "410", "412"]},
    },
}

schemathesis.serializer.alias("image/avif", "image/png")  # the one kind of picture that it does not know

Document = dict[str, Any]


@schemathesis.serializer("application/jsonl")
def _as_it_is(_: object, value: object) -> bytes:
    """Lines have no schema: whatever is made up is sent."""
    return value if isinstance(value, bytes) else str(value).encode()


def described_api() -> BaseSchema:
    """The API as its document has it, but with answers that have no further members than it says."""
    document = _closed(json.loads(FILE.read_text()))
    config = SchemathesisConfig.from_dict(CONFIG)
    return schemathesis.openapi.from_dict(document, config=config)


def call_and_validate(
    case: Case, url: str, headers: dict[str, str], beyond_schemas: re.Pattern[str]
) -> Response:
    """Send the case; whatever comes back must be as described.

    `beyond_schemas` are the faults, by parameter, header or pointer, of rules that JSON Schema cannot say.
    """
    response = case.call(base_url=url, headers=headers)
    told = list(_faults(response.json() if response.status_code in {400, 422} else {}))
    # Bytes have no schema that they could violate.
    excluded: list[CheckFunction] = [negative_data_rejection] if isinstance(case.body, bytes) else []
    if told and all(beyond_schemas.fullmatch(each) for each in told):
        excluded.append(positive_data_acceptance)
    case.validate_response(response, headers=headers, excluded_checks=excluded)
    return response


def is_valid(case: Case) -> bool:
    """Whether the document would have the request accepted."""
    return case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE


def _faults(problem: Document) -> Iterable[str]:
    for error in problem.get("errors") or ():
        yield error.get("pointer") or error.get("parameter") or error.get("header") or ""


def _closed(document: Document) -> Document:
    for schema in document["components"]["schemas"].values():
        if "properties" in schema and "allOf" not in schema:
            schema.setdefault("additionalProperties", False)
    document["components"]["schemas"]["Problem"].pop("additionalProperties")  # RFC 9457 §3.2: extensions
    return document
