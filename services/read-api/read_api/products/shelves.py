"""The two publics of a listing: which views each of them is answered from."""

from dataclasses import dataclass

from sqlalchemy import Table

from read_api import views
from read_api.search.words import PUBLIC_WORDS, STAFF_WORDS, Dictionary


@dataclass(frozen=True)
class Shelf:
    """Products to choose from: whole, by what they are chosen and searched by, their facets and words."""

    product: Table
    listed: Table
    searched: Table
    facet: Table
    words: Dictionary

    @property
    def is_public(self) -> bool:
        return self.product is views.product

    @property
    def fields(self) -> tuple[str, ...]:
        """What of a product goes over the wire, in this order."""
        return views.PRODUCT_FIELDS if self.is_public else (*views.PRODUCT_FIELDS, "deleted_at")


PUBLIC = Shelf(views.product, views.listed, views.searched, views.facet, PUBLIC_WORDS)
STAFF = Shelf(views.staff_product, views.staff_listed, views.staff_listed, views.staff_facet, STAFF_WORDS)
