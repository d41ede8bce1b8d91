-- One row a session and product, of the sessions from $first to $last.
insert into copy.session_products by name
with with_lines as (
    select distinct store from staged.named_products where in_cart
),

held as (
    select
        session_no,
        product_no,
        case when any_value(with_lines.store) is not null then bool_or(named.in_cart) end
            as in_cart,
        greatest(coalesce(sum(seconds_by_events), sum(seconds_by_lines)), 0)::bigint
            as unit_seconds
    from staged.named
    join staged.named_products
        on named_products.store = named.store
        and named_products.product_id is not distinct from named.product_id
        and named_products.title is not distinct from named.title
    left join with_lines on with_lines.store = named.store
    where session_no between $first and $last
    group by session_no, product_no
)

select
    held.* exclude (unit_seconds),
    case when copy.has_ended(sessions.status) then unit_seconds end as unit_seconds,
    sessions.outcome,
    copy.is_machine(session_type) as machine
from held
join copy.sessions as sessions using (session_no)
where sessions.session_no between $first and $last
order by session_no, product_no;
