"""Whatever is asked of a read, the answer is one that the document describes."""

import json
import re

from openapi_schema_validator import OAS31Validator
from schemathesis.generation.case import Case

from read_api.snapshots import MINIMUM, TOKEN
from tests.conformance.fuzzing import call_and_validate, described_api, is_valid
from tests.conformance.shop import Shop

# Cursors are made, not made up, and exclude page numbers; relevance needs q, a range must not be empty, and a
# currency has its decimals.
BEYOND_SCHEMAS = re.compile(r"after|page|sort|min_price|max_price")

api = described_api().include(method="GET")


@api.parametrize()
def test_reads_answer_as_described(case: Case, shop: Shop) -> None:
    _ask_for_what_there_is(case, shop)
    call_and_validate(case, shop.of_method(case.method), shop.headers, BEYOND_SCHEMAS)


def test_every_line_of_a_snapshot_is_as_described(shop: Shop) -> None:
    document = api.raw_schema
    content = document["paths"]["/v1/snapshot"]["get"]["responses"]["200"]["content"]
    line = OAS31Validator({**content["application/jsonl"]["schema"], "components": document["components"]})

    lines = shop.reader.get("/v1/snapshot").text.splitlines()

    assert len(lines) > 2
    assert [error.message for each in lines for error in line.iter_errors(json.loads(each))] == []
    assert not line.is_valid({"entity": "product", "id": "1", "value": None})


def _ask_for_what_there_is(case: Case, shop: Shop) -> None:
    """A token that is well formed and made up is of a revision yet to come, for which a read would wait."""
    token = (case.headers or {}).get(MINIMUM)
    if token is not None and (is_valid(case) or re.fullmatch(TOKEN["pattern"], str(token))):
        case.headers[MINIMUM] = shop.revision
