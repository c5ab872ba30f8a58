"""How a product is shown, and which part of that can be written back."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from write_api.products.models import Product
from write_api.representations import Document, Representation

DOCUMENT = text("SELECT staff.product_document(:id)")
AS_WRITTEN = ("slug", "title", "description", "status", "tags", "attributes", "options", "seo")


def represent_product(session: Session, product: Product) -> Representation:
    """The product as the staff sees it, the transaction's own changes included."""
    document = session.execute(DOCUMENT, {"id": product.id}).scalar_one()
    nonce = document.pop("revision_nonce")
    return Representation(document, document["revision"], nonce)


def writable(document: Document) -> Document:
    """The body that would make the product what this document shows; its position stays unless given."""
    return {
        **{name: document[name] for name in AS_WRITTEN},
        "category": document["category"] and document["category"]["slug"],
        "variants": [_without_available(variant) for variant in document["variants"]],
        "images": [{"media": image["media"], "alt": image["alt"]} for image in document["images"]],
    }


def _without_available(variant: Document) -> Document:
    return {name: value for name, value in variant.items() if name != "available"}
