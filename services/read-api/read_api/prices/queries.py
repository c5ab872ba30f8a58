"""What customers were asked to pay, as rows of its view, and what follows from them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from read_api.prices.views import charged

BEFORE = timedelta(days=30)
MOST = 100


class Span(NamedTuple):
    """A price and when it was asked; `priced_at` is when the price began, whoever could see it then."""

    variant_id: str
    price: dict[str, str]
    minor_units: int
    since: datetime | None
    until: datetime | None
    priced_at: datetime | None


def prices_of(connection: Connection, product_id: str) -> list[dict[str, Any]]:
    """Each variant of a public product with what was charged for it; empty when there is no such product."""
    since = func.lower(charged.c.during)
    spans = (
        select(
            charged.c.variant_id,
            charged.c.price,
            charged.c.minor_units,
            since,
            func.upper(charged.c.during),
            charged.c.priced_at,
        )
        .where(charged.c.product_id == product_id)
        .order_by(charged.c.variant_id, since.desc().nulls_last())
    )
    rows = [Span(*row) for row in connection.execute(spans)]
    return [_variant(variant, list(own)) for variant, own in groupby(rows, key=lambda span: span.variant_id)]


def lowest_before(spans: Sequence[Span]) -> dict[str, str] | None:
    """The lowest price of the 30 days before the present one began; the newest span comes first.

    None when nothing was charged then, or nobody knows when the present price began.
    """
    began = spans[0].priced_at
    if began is None:
        return None
    before = [span for span in spans if _overlaps(span, began - BEFORE, began)]
    return min(before, key=lambda span: span.minor_units).price if before else None


def _overlaps(span: Span, since: datetime, until: datetime) -> bool:
    return (span.since is None or span.since < until) and span.until is not None and span.until > since


def _variant(variant_id: str, spans: list[Span]) -> dict[str, Any]:
    told = [{"price": span.price, "since": span.since, "until": span.until} for span in spans[:MOST]]
    return {"id": variant_id, "lowest": lowest_before(spans), "charged": told}
