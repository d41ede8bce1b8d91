-- One row a product variant in a cart, ready to be laid out. Lines are numbered where the source
-- gives some of them no number.
create view staged.lines as
select
    store,
    cart_token,
    coalesce(line_no, row_number() over (
        partition by store, cart_token order by line_no, _file, _line, product_id))::integer
        as line_no,
    product_id, product, variant, sku, quantity, unit_price, reserved_until
from usable_lines;
