-- One row a product and session whose lines or events name it, by product. in_cart: a line holds
-- the product at the session's end; null: its store records no lines. unit_seconds: for how long it
-- held how many of it, by its events, else by its lines; null: it has not ended, or neither tells.
create table copy.product_sessions as
with with_lines as (
    select distinct store from staged.named where in_cart
)
select
    product_no,
    session_no,
    case when any_value(with_lines.store) is not null then bool_or(in_cart) end as in_cart,
    greatest(coalesce(sum(seconds_by_events), sum(seconds_by_lines)), 0)::bigint as unit_seconds
from staged.named
join staged.named_products
    on named_products.store = named.store
    and named_products.product_id is not distinct from named.product_id
    and named_products.title is not distinct from named.title
left join with_lines on with_lines.store = named.store
group by product_no, session_no
order by product_no, session_no;
