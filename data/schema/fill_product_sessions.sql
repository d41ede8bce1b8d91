-- One row a product and session, of the sessions from $first to $last, by product.
insert into copy.product_sessions
with with_lines as (
    select distinct store from staged.named_products where in_cart
)
select
    product_no,
    session_no,
    case when any_value(with_lines.store) is not null then bool_or(named.in_cart) end as in_cart,
    greatest(coalesce(sum(seconds_by_events), sum(seconds_by_lines)), 0)::bigint as unit_seconds
from staged.named
join staged.named_products
    on named_products.store = named.store
    and named_products.product_id is not distinct from named.product_id
    and named_products.title is not distinct from named.title
left join with_lines on with_lines.store = named.store
where session_no between $first and $last
group by product_no, session_no
order by product_no, session_no;
