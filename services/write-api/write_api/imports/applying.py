"""Writes the rows of a plan, for all products of a range at once: whoever else writes waits for this."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

Document = dict[str, Any]

OUTDATED = text("""
    SELECT catalog.changed_since(revision, revision_nonce) FROM catalog.import WHERE id = :id
""")
LAST = text("SELECT coalesce(max(number), 0) FROM catalog.import_work WHERE import = :id")
MAKE_CATEGORY = text("""
    INSERT INTO catalog.category (slug, title, description, parent_id)
    VALUES (:slug, :title, '', (SELECT id FROM catalog.category WHERE slug = :parent))
""")
ADD_PRODUCTS = text("""
    INSERT INTO catalog.product (id, slug, title, description, description_html, status, category_id, tags,
                                 attributes, options, seo_title, seo_description, position)
    SELECT row.product_id, made.slug, made.title, made.description, coalesce(made.description_html, ''),
           made.status, row.category_id, made.tags, made.attributes, made.options, made.seo_title,
           made.seo_description, made.position
      FROM catalog.import_work AS row,
           jsonb_populate_record(null::catalog.product, row.work -> 'product') AS made
     WHERE row.import = :id AND row.number BETWEEN :first AND :upto AND row.outcome = 'create'
     ORDER BY row.number
""")
CHANGE_PRODUCTS = text("""
    UPDATE catalog.product AS kept
       SET (title, description, description_html, status, category_id, tags, attributes, options, seo_title,
            seo_description, position)
         = (SELECT made.title, made.description, made.description_html, made.status,
                   CASE WHEN row.work -> 'product' ? 'category' THEN row.category_id
                        ELSE kept.category_id END,
                   made.tags, made.attributes, made.options, made.seo_title, made.seo_description,
                   made.position
              FROM jsonb_populate_record(kept, row.work -> 'product') AS made)
      FROM catalog.import_work AS row
     WHERE row.import = :id AND row.number BETWEEN :first AND :upto
       AND row.outcome = 'update' AND row.work -> 'product' <> '{}'
       AND kept.id = row.product_id
""")
CHANGE_VARIANTS = text("""
    UPDATE catalog.variant AS kept
       SET (sku, barcode, price, compare_at_price, stock, backorder, weight_grams, option_values, position)
         = (SELECT made.sku, made.barcode, made.price, made.compare_at_price, made.stock, made.backorder,
                   made.weight_grams, made.option_values, made.position
              FROM jsonb_populate_record(kept, wanted) AS made)
      FROM catalog.import_work AS row, jsonb_array_elements(row.work -> 'variants') AS wanted
     WHERE row.import = :id AND row.number BETWEEN :first AND :upto
       AND wanted ? 'id' AND kept.id = (wanted ->> 'id')::uuid
""")
ADD_VARIANTS = text("""
    INSERT INTO catalog.variant (product_id, position, sku, barcode, price, compare_at_price, stock,
                                 backorder, weight_grams, option_values)
    SELECT row.product_id, made.position, made.sku, made.barcode, made.price, made.compare_at_price,
           made.stock, made.backorder, made.weight_grams, made.option_values
      FROM catalog.import_work AS row,
           jsonb_array_elements(row.work -> 'variants') AS wanted,
           jsonb_populate_record(null::catalog.variant, wanted) AS made
     WHERE row.import = :id AND row.number BETWEEN :first AND :upto AND NOT wanted ? 'id'
     ORDER BY row.number, made.position
""")
CHANGE_IMAGES = text("""
    UPDATE catalog.product_media AS kept
       SET alt = wanted ->> 'alt', position = (wanted ->> 'position')::bigint
      FROM catalog.import_work AS row, jsonb_array_elements(row.work -> 'images') AS wanted
     WHERE row.import = :id AND row.number BETWEEN :first AND :upto
       AND kept.product_id = row.product_id AND kept.media = wanted ->> 'media'
""")
ADD_IMAGES = text("""
    INSERT INTO catalog.product_media (product_id, media, alt, position)
    SELECT row.product_id, wanted ->> 'media', wanted ->> 'alt', (wanted ->> 'position')::bigint
      FROM catalog.import_work AS row, jsonb_array_elements(row.work -> 'images') AS wanted
     WHERE row.import = :id AND row.number BETWEEN :first AND :upto
       AND NOT EXISTS (SELECT FROM catalog.product_media AS kept
                        WHERE kept.product_id = row.product_id AND kept.media = wanted ->> 'media')
     ORDER BY row.number, (wanted ->> 'position')::bigint
""")
ASK_FOR_PICTURES = text("""
    INSERT INTO catalog.import_picture AS known (import, product_id, url, sha256, alt, position, asked_by)
    SELECT row.import, row.product_id, wanted ->> 'url', wanted ->> 'sha256', wanted ->> 'alt',
           (wanted ->> 'position')::bigint, :asked_by
      FROM catalog.import_work AS row, jsonb_array_elements(row.work -> 'pictures') AS wanted
     WHERE row.import = :id AND row.work ? 'pictures'
    ON CONFLICT ON CONSTRAINT import_picture_once DO UPDATE
       SET import = excluded.import, alt = excluded.alt, position = excluded.position,
           asked_by = excluded.asked_by, status = 'pending', tries = 0, reason = NULL, next_try_at = now()
""")
IN_ORDER = (ADD_PRODUCTS, CHANGE_PRODUCTS, CHANGE_VARIANTS, ADD_VARIANTS, CHANGE_IMAGES, ADD_IMAGES)


def is_outdated(session: Session, identity: UUID) -> bool:
    """Whether the catalog was changed since the plan was made."""
    return bool(session.execute(OUTDATED, {"id": identity}).scalar_one())


def size(connection: Connection, identity: UUID) -> int:
    """The number of the last row that writes something."""
    return int(connection.execute(LAST, {"id": identity}).scalar_one())


def last_row(session: Session, identity: UUID) -> int:
    """The same, in the transaction that writes."""
    return size(session.connection(), identity)


def make_categories(session: Session, categories: list[Document]) -> None:
    """Make them; a parent stands before its children."""
    for category in categories:
        session.execute(MAKE_CATEGORY, category)


def write_rows(session: Session, identity: UUID, first: int, upto: int) -> None:
    """Write what the rows from `first` to `upto` say. What spans several rows is judged by `settle`."""
    for statement in IN_ORDER:
        session.execute(statement, {"id": identity, "first": first, "upto": upto})


def ask_for_pictures(session: Session, identity: UUID, asked_by: str) -> None:
    """Put the pictures that are only addresses yet into the queue of those to be fetched."""
    session.execute(ASK_FOR_PICTURES, {"id": identity, "asked_by": asked_by})
