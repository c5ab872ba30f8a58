-- The rows of a change of one price, read and written as patches.lua has write-api do it.
\set place random(1, 100)
\set price random(1000, 90000)
BEGIN;
SELECT set_config('mstore.actor', 'pgbench', true), set_config('mstore.reason', 'row work', true);
SELECT catalog.take_revision() \; SELECT number, nonce FROM published.revision;
SELECT product.*, currency.*, variant.*, product.id AS product, variant.id AS variant
  FROM catalog.product JOIN catalog.currency ON code = product.currency JOIN catalog.variant ON product_id = product.id
 WHERE product.position = :place * 1024 ORDER BY variant.position, variant.id \aset
SELECT staff.product_document(':product');
UPDATE catalog.variant SET price = :price WHERE id = ':variant';
SELECT staff.product_document(':product');
COMMIT;
