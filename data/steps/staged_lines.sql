-- One row a product variant in a cart, ready to be laid out.
create view staged.lines as
select
    store, cart_token, line_no, product_id, product, variant, sku, quantity, unit_price,
    reserved_until, _file, _line
from usable_lines;
