"""Plans what a file does to each product: compares what it says with the catalog, and judges the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service_defaults.problems import Problem
from write_api.bodies import load
from write_api.fields import Currency, InCurrency
from write_api.imports import comparing
from write_api.imports.drafts import Document, Draft
from write_api.imports.known import Known, look_up
from write_api.imports.merging import Merged, merge_product
from write_api.imports.pictures import Pictures, merge_pictures
from write_api.imports.places import note_of
from write_api.imports.scratch import Scratch
from write_api.imports.sheet import Sheet
from write_api.imports.tree import Tree
from write_api.products.representation import writable
from write_api.products.schemas import ProductFields, ProductSchema

LONGEST_TITLE = 200


@dataclass
class Planner:
    """`connection` reads the catalog as of one revision; `scratch` remembers which product took which SKU."""

    connection: Connection
    scratch: Scratch
    currency: Currency
    tree: Tree
    sheet: Sheet | None
    takes_pictures: bool

    def plan(self, drafts: Sequence[Draft]) -> list[Document]:
        """A row of the plan for each, with what applying it writes."""
        known = look_up(self.connection, drafts)
        with InCurrency(self.currency):
            return [self._plan(draft, known) for draft in drafts]

    def _plan(self, draft: Draft, known: Known) -> Document:
        current = known.products.get(draft.handle)
        slug, new = self._category(draft)
        merged = merge_product(current, draft, slug)
        pictures = self._pictures(current, draft, known)
        merged.document["images"] = pictures.images
        fields = self._judged(draft, merged)
        if fields is None or not self._takes_its_skus(draft, fields, known, merged):
            return _row(draft, "refused", current)
        before = {**writable(current), "position": current["position"]} if current else None
        after = comparing.shown(fields, self.currency)
        if fields.position is None and before:
            after["position"] = before["position"]
        changes = comparing.changes_between(before, after)
        self._warn(draft, before, after, changes)
        work = comparing.work_of(before, after, fields, pictures.places)
        if pictures.asked:
            urls = [picture["url"] for picture in pictures.asked]
            changes.append({"field": "pictures to be fetched", "before": None, "after": urls})
            work["pictures"] = pictures.asked
        self.tree.add(new)
        outcome = "create" if current is None else "update" if changes else "unchanged"
        return _row(draft, outcome, current, changes, work)

    def _category(self, draft: Draft) -> tuple[str | None, list[Document]]:
        """The slug of its category, and the categories that are made for it."""
        try:
            return self.tree.find(draft.category or [])
        except Problem as problem:
            for fault in problem.extensions["errors"]:
                draft.refuse(f"Its category: {fault['detail']}", column=draft.category_column)
            return None, []

    def _pictures(self, current: Document | None, draft: Draft, known: Known) -> Pictures:
        if self.takes_pictures:
            return merge_pictures(current, draft, known)
        return Pictures(writable(current)["images"] if current else [])

    def _judged(self, draft: Draft, merged: Merged) -> ProductFields | None:
        """What the schema of the product routes makes of it; None where it or the file has faults."""
        try:
            fields: ProductFields = load(ProductSchema, merged.document)
        except Problem as problem:
            if draft.handle:
                columns = self.sheet.columns if self.sheet else None
                faults: Any = problem.extensions["errors"]
                draft.errors += [note_of(fault, draft, merged.lines, columns) for fault in faults]
            return None
        return None if draft.errors else fields

    def _takes_its_skus(self, draft: Draft, fields: ProductFields, known: Known, merged: Merged) -> bool:
        """Whether its SKUs are nobody else's, neither in the catalog nor further up in the file."""
        column = (self.sheet.columns.header("sku") if self.sheet else None) or "sku"
        skus = {variant.sku: index for index, variant in enumerate(fields.variants) if variant.sku}
        holders = {sku: known.skus[sku] for sku in skus if known.skus.get(sku, draft.handle) != draft.handle}
        holders = holders or self.scratch.claim(draft.handle, skus)
        for sku, holder in holders.items():
            draft.refuse(f"The product {holder!r} has the SKU {sku!r}.", merged.lines[skus[sku]], column)
        return not holders

    def _warn(self, draft: Draft, before: Document | None, after: Document, changes: list[Document]) -> None:
        if before is None:
            return
        has_several = len(after["variants"]) > 1
        column = self.sheet.columns.header("price") if self.sheet else "price"
        for variant, detail in comparing.large_changes(changes):
            draft.warn(f"{variant}: {detail}" if has_several else detail, column=column)
        if before["status"] == "active" and after["status"] != "active":
            draft.warn("Customers will not see it any more.")


def _row(
    draft: Draft,
    outcome: str,
    current: Document | None,
    changes: Sequence[Document] = (),
    work: Document | None = None,
) -> Document:
    title = draft.title or (current["title"] if current else "")
    return {
        "lines": draft.lines,
        "handle": draft.handle,
        "title": title.replace("\x00", "")[:LONGEST_TITLE],
        "outcome": outcome,
        "product_id": current and str(current["id"]),
        "changes": list(changes),
        "warnings": [note.told() for note in draft.warnings],
        "errors": [note.told() for note in draft.errors],
        "work": work if outcome in ("create", "update") else None,
    }
