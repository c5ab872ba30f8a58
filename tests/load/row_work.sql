-- What a change of one price is in rows: read the product, change the variant, read how the product is shown now.
\set place random(1, 100)
\set price random(1000, 90000)
BEGIN;
SELECT set_config('mstore.actor', 'pgbench', true), set_config('mstore.reason', 'row work', true);
SELECT catalog.take_revision();
SELECT id AS product FROM catalog.product WHERE position = :place * 1024 \gset
SELECT * FROM catalog.variant WHERE product_id = ':product';
UPDATE catalog.variant SET price = :price WHERE product_id = ':product';
SELECT staff.product_document(':product');
COMMIT;
