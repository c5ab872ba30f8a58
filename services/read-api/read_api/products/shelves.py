"""The two publics of a listing: which views each of them is answered from."""

from dataclasses import dataclass

from sqlalchemy import Table

from read_api import views


@dataclass(frozen=True)
class Shelf:
    """Products to choose from: whole, by what they are chosen and searched by, and their tags and options."""

    product: Table
    listed: Table
    searched: Table
    facet: Table

    @property
    def is_public(self) -> bool:
        return self.product is views.product

    @property
    def fields(self) -> tuple[str, ...]:
        """What of a product goes over the wire, in this order."""
        return views.PRODUCT_FIELDS if self.is_public else (*views.PRODUCT_FIELDS, "deleted_at")


PUBLIC = Shelf(views.product, views.listed, views.searched, views.facet)
STAFF = Shelf(views.staff_product, views.staff_listed, views.staff_listed, views.staff_facet)
