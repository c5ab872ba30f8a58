"""Reads the cells of a row that are about a variant."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from stdnum import ean
from stdnum.exceptions import ValidationError

from write_api.imports import cells
from write_api.imports.drafts import Document, Draft
from write_api.imports.numbers import Marks, NoNumber, number
from write_api.imports.sheet import Sheet

CLEARED: Document = {
    "sku": None,
    "barcode": None,
    "compare_at_price": None,
    "stock": None,
    "weight_grams": None,
}
"""What a blank cell makes of a variant where blank cells clear; a price there always is."""

PRICES = ("price", "compare_at_price")


def members_of(draft: Draft, row: dict[str, str], line: int, sheet: Sheet) -> Document:
    """The members that the row gives. What cannot be read is refused, what has no place here is told."""
    reader = _Reader(draft, row, line, sheet)
    members: Document = {name: value for name, value in CLEARED.items() if sheet.clears(name)}
    for name, read in READ.items():
        if name in row:
            try:
                value = read(reader, row[name])
            except NoNumber as error:
                draft.refuse(str(error), line, sheet.columns.header(name))
            else:
                members |= value
    _drop_idle_compare_at(reader, members)
    _forget_uncounted(reader, members)
    return members


class _Reader:
    """A row that is being read."""

    def __init__(self, draft: Draft, row: dict[str, str], line: int, sheet: Sheet) -> None:
        self.draft, self.row, self.line, self.sheet = draft, row, line, sheet

    def warn(self, name: str, detail: str) -> None:
        self.draft.warn(detail, self.line, self.sheet.columns.header(name))

    def number(self, name: str, cell: str) -> Decimal:
        currency = self.sheet.currency
        return number(cell, self.sheet.marks.get(name, Marks()), (currency.code,) if name in PRICES else ())


def _sku(_: _Reader, cell: str) -> Document:
    return {"sku": cell}


def _barcode(reader: _Reader, cell: str) -> Document:
    code = cell.lstrip("'")
    try:
        return {"barcode": str(ean.validate(code))}
    except ValidationError:
        shortened = any(mark in code for mark in cells.LIKELY_SHORTENED)
        why = "A spreadsheet shortened it." if shortened else "Its check digit or its length is wrong."
        reader.warn("barcode", f"{cell!r} is no GTIN and was left out. {why}")
        return {}


def _money(name: str) -> Callable[[_Reader, str], Document]:
    def read(reader: _Reader, cell: str) -> Document:
        code = reader.row.get("own:currency", reader.sheet.currency.code)
        return {name: {"amount": _plain(reader.number(name, cell)), "currency": code.upper()}}

    return read


def _stock(reader: _Reader, cell: str) -> Document:
    counted = reader.number("stock", cell)
    if counted < 0:
        reader.warn("stock", f"{cell} is fewer than none: 0.")
    return {"stock": max(0, int(counted)) if counted == int(counted) else _plain(counted)}


def _weight(reader: _Reader, cell: str) -> Document:
    grams = reader.number("weight_grams", cell)
    return {"weight_grams": int(grams.quantize(Decimal(1), ROUND_HALF_UP))}


def _policy(reader: _Reader, cell: str) -> Document:
    known = cells.flag(cell)
    if known is None:
        reader.warn("policy", f"{cell!r} is no inventory policy and was left out.")
        return {}
    return {"backorder": known}


READ: dict[str, Callable[[_Reader, str], Document]] = {
    "sku": _sku,
    "barcode": _barcode,
    "price": _money("price"),
    "compare_at_price": _money("compare_at_price"),
    "stock": _stock,
    "policy": _policy,
    "weight_grams": _weight,
}


def _drop_idle_compare_at(reader: _Reader, members: Document) -> None:
    """Many shops leave the price there after a sale: it means that there is none."""
    before, now = _amount(members.get("compare_at_price")), _amount(members.get("price"))
    if before is not None and (before == 0 or (now is not None and before <= now)):
        if before:
            reader.warn("compare_at_price", "It is not above the price and was left out.")
        members["compare_at_price"] = None


def _forget_uncounted(reader: _Reader, members: Document) -> None:
    """Shopify counts a stock only where a tracker is named."""
    if "tracker" in reader.sheet.columns.names and "tracker" not in reader.row and "stock" in reader.row:
        if members.get("stock"):
            reader.warn("stock", "It is not counted, because no inventory tracker is named.")
        members["stock"] = None


def _amount(money: Any) -> Decimal | None:
    return Decimal(money["amount"]) if money else None


def _plain(value: Decimal) -> str:
    return format(value, "f")
