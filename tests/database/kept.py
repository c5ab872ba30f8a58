"""What is kept for listings, in a form that does not depend on the order in which it was made."""

from sqlalchemy import Connection, text

ROWS = {
    # Products, categories and facets by what they stand for: they get other numbers.
    "listing": "select to_jsonb(listing) - '{number,category,facets}'::text[], word_set.id,"
    " words, title_words, (select id from catalog.category_number where number = category),"
    " (select array_agg(concat(kind, name, value) order by concat(kind, name, value))"
    " from catalog.facet where id = any (facets))"
    " from catalog.listing left join catalog.word_set using (number) order by word_set.id",
    "searched": "select to_jsonb(searched) - '{number,category}'::text[], word_set.id,"
    " (select id from catalog.category_number where number = category)"
    " from catalog.searched left join catalog.word_set using (number) order by word_set.id",
    "word sets": "select id, words, title_words from catalog.word_set order by id",
    "word counts": "select word, public, products from catalog.word_count order by word",
    "positions": "select step, products from catalog.position_count order by step",
    "counts": "select category_id, concat(kind, name, value), case when facet <= 0 then facet end, currency,"
    " available, products from catalog.facet_count left join catalog.facet on facet.id = facet_count.facet"
    " order by 1, 2, 3, 4, 5",
    "documents": "select id, document::text from catalog.product_document order by id",
}
REBUILD = text("select catalog.rebuild_listing(), catalog.rebuild_documents()")


def kept(connection: Connection) -> dict[str, list[object]]:
    return {name: [tuple(row) for row in connection.execute(text(query))] for name, query in ROWS.items()}
