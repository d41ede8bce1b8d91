-- One row a month (UTC), or all of the time (starts is null then), and product: the part of all sessions
-- that started then which reserved it, and of those, by status; which bought it, and which left it
-- behind (where the store records no lines: which converted or expired). span is the number of that
-- time; the highest stand first. By these, the products that may stand high in a period are found among
-- the many that cannot.
create table copy.product_shares as
with totals as (
    select date_trunc('month', quarter) as starts, sum(after - first) as started
    from copy.quarters
    group by rollup (starts)
)
select
    span,
    spans.starts,
    store,
    product_no,
    ((still_open + converted + expired + cancelled + others) / started)::real as sessions,
    (still_open / started)::real as still_open,
    (converted / started)::real as converted,
    (expired / started)::real as expired,
    (cancelled / started)::real as cancelled,
    (others / started)::real as others,
    (coalesce(bought, converted) / started)::real as bought,
    (coalesce(left_behind, expired) / started)::real as left_behind
from copy.product_spans as spans
join totals on totals.starts is not distinct from spans.starts
where unit in ('month', 'ever')
  and whole
order by span, sessions desc, product_no;
