-- One row a product variant in the cart of one session.
select
    line_no,
    product_id,
    product,
    variant,
    sku,
    quantity,
    unit_price,
    reserved_until
from lines
where session_no = $session_no
