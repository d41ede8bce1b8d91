-- One row a product variant in a cart, as a contract file has it: two for each of $sessions.
select
    'store-' || lpad((1 + floor(20 * pow(hash(number) % 1000003 / 1000003.0, 2.2))::integer)::varchar, 2, '0') as store,
    md5(number::varchar) as cart_token,
    line_no,
    'p' || product as product_id,
    'Product number ' || product as product,
    (['S', 'M', 'L', 'XL'])[1 + product % 4] as variant,
    'SKU-' || product as sku,
    1 + product % 3 as quantity,
    (1 + product % 90 + 0.95)::decimal(18, 4) as unit_price
from (
    select
        number,
        line_no,
        floor(5000 * pow(hash(number, 20 + line_no) % 100003 / 100003.0, 2))::integer as product
    from range($sessions) as counted (number), range(1, 3) as twice (line_no)
)
