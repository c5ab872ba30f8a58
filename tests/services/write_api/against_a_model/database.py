"""What the database has, and what must be true of it after every request."""

from typing import Any

from sqlalchemy import Connection, text

from tests.database.kept import REBUILD, kept
from tests.services.write_api.against_a_model.shop import Row, Rows
from write_api.markdown import to_html

TABLES = {
    "category": """
        select id::text as key, slug, title, description, parent_id::text, position from catalog.category""",
    "product": """
        select id::text as key, slug, title, description, status, category_id::text, tags, attributes,
               options, seo_title, seo_description, position, currency, deleted_at::text as deleted
          from catalog.product""",
    "variant": """
        select id::text as key, product_id::text, position, sku, barcode, price, compare_at_price, stock,
               backorder, weight_grams, option_values
          from catalog.variant""",
    "product_media": """
        select id::text as key, product_id::text, media, position, alt from catalog.product_media""",
    "setting": "select key, value from catalog.setting",
}
SHOWN = """
    select id::text, (to_jsonb(shown) - '{{revision,revision_nonce,updated_at}}'::text[])::text as shown,
           revision, revision_nonce
      from staff.{} as shown"""
SETTINGS = """
    select 'settings' as id, jsonb_object_agg(key, value)::text as shown, max(revision) as revision,
           (array_agg(revision_nonce order by revision desc))[1] as revision_nonce
      from catalog.setting"""
THERE = """
    select 'product' as entity, id::text, to_jsonb(kept) - 'search' as row from catalog.product as kept
     union all
    select 'variant', id::text, to_jsonb(kept) from catalog.variant as kept
     union all
    select 'product_media', id::text, to_jsonb(kept) from catalog.product_media as kept
     union all
    select 'category', id::text, to_jsonb(kept) from catalog.category as kept
     union all
    select 'setting', key, to_jsonb(kept) from catalog.setting as kept
     union all
    select 'slug_history', slug, to_jsonb(kept) from catalog.slug_history as kept"""
FAULTS = {
    "variants of another deletion or currency than their product": """
        select variant.id from catalog.variant join catalog.product on product.id = product_id
         where (variant.deleted_at, variant.currency)
               is distinct from (product.deleted_at, product.currency)""",
    "derived columns of products": """
        select product.id from catalog.product cross join lateral (
            select min(price) as price_min, max(price) as price_max, bool_or(available) as available,
                   coalesce(array_agg(sku order by sku) filter (where sku is not null), '{}') as skus
              from catalog.variant where product_id = product.id) as sum
         where (product.price_min, product.price_max, product.available)
               is distinct from (sum.price_min, sum.price_max, sum.available)
            or array(select unnest(product.skus) order by 1) <> sum.skus
            or has_image <> exists (select from catalog.product_media where product_id = product.id)""",
    "counts and first products of categories": """
        select category.id from catalog.category
         where product_count <> (select count(*) from catalog.product
                                  where category_id = category.id and is_public)
            or lead_product_id is distinct from catalog.lead_product(category.id)""",
    "a gap between the numbers of revisions": """
        select number from (select number, lag(number) over (order by number) as last
                              from catalog.revision_log) as log where number <> last + 1
         union all
        select number from catalog.revision where number <> (select max(number) from catalog.revision_log)""",
    "a change that does not begin where the one before ended": """
        select entity, id, revision from (
            select *, lag(after) over (partition by entity, id order by revision) as last
              from catalog.change where revision >= :since) as step
         where before is distinct from last""",
}
REPLAYED = """
    select distinct on (entity, id) entity, id, after from catalog.change
     where revision >= :since order by entity, id, revision desc"""


class Database:
    """Asks as the superuser, past write-api. `since` is the revision with which the shop's history begins."""

    def __init__(self, connection: Connection, since: int) -> None:
        self._connection, self._since = connection, since

    def tables(self) -> dict[str, Rows]:
        """The rows that the model has, too."""
        found = {name: self._rows(statement) for name, statement in TABLES.items()}
        return {name: {row.pop("key"): row for row in rows} for name, rows in found.items()}

    def shown(self) -> dict[str, Row]:
        """What is shown of each thing, and the revision that its tag names, by id."""
        statements = (SHOWN.format("product"), SHOWN.format("category"), SETTINGS)
        return {row["id"]: row for statement in statements for row in self._rows(statement)}

    def revision(self) -> int:
        return int(self._rows("select number from catalog.revision")[0]["number"])

    def faults(self) -> dict[str, list[Row]]:
        """The rows that should not be, by what is wrong with them."""
        found = {what: self._rows(statement, since=self._since) for what, statement in FAULTS.items()}
        replayed, there = self._replayed(), self._there()
        found["rows that the change log does not give"] = [
            {"key": key} for key in replayed.keys() | there.keys() if replayed.get(key) != there.get(key)
        ]
        html = self._rows("select description, description_html from catalog.product")
        found["HTML of another text"] = [
            row for row in html if to_html(row["description"]) != row["description_html"]
        ]
        return {what: rows for what, rows in found.items() if rows}

    def keeps_what_would_be_made_anew(self) -> bool:
        """Whether listings, counts, words and documents are as a rebuild makes them; it is rolled back."""
        before = kept(self._connection)
        self._connection.execute(REBUILD)
        after = kept(self._connection)
        self._connection.rollback()
        return after == before

    def _replayed(self) -> dict[tuple[str, str], Any]:
        rows = self._rows(REPLAYED, since=self._since)
        return {(row["entity"], row["id"]): row["after"] for row in rows if row["after"] is not None}

    def _there(self) -> dict[tuple[str, str], Any]:
        return {(row["entity"], row["id"]): row["row"] for row in self._rows(THERE)}

    def _rows(self, statement: str, **parameters: Any) -> list[Row]:
        rows = [dict(row) for row in self._connection.execute(text(statement), parameters).mappings()]
        self._connection.rollback()  # the next statement sees what is there then
        return rows
