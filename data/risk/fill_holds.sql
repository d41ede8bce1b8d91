-- One row a product that a session held, of the sessions from $first to $last. By its events; a
-- session whose events name no product held its lines from start to end. Events name a product,
-- not a variant: only where no session's events name one ($by_lines) are variants told apart.
insert into risk.holds
with told as (
    select
        session_no,
        coalesce(product_id, product) as named,
        min("at") filter (where kind <> 'item_removed') as began,
        max("at") filter (where kind <> 'item_removed') as put_at,
        max("at") filter (where kind = 'item_removed') as removed_at,
        greatest(
            sum(coalesce(quantity, 1)) filter (where kind = 'item_added'),
            max(coalesce(quantity, 1)) filter (where kind = 'item_updated')
        ) as units
    from copy.events
    where session_no between $first and $last
      and kind in ('item_added', 'item_updated', 'item_removed')
      and coalesce(product_id, product) is not null
    group by session_no, coalesce(product_id, product)
    having count(*) filter (where kind <> 'item_removed') > 0
),
recorded as (
    select
        session_no,
        hash(
            coalesce(product_id, product),
            case when $by_lines then variant end,
            case when $by_lines then sku end
        ) as product,
        sum(coalesce(quantity, 1)) as units
    from copy.lines
    where session_no between $first and $last
      and coalesce(product_id, product) is not null
      and ($by_lines or session_no not in (select session_no from told))
    group by all
),
held as (
    select
        session_no, hash(named, null::varchar, null::varchar) as product, began,
        case when removed_at >= put_at then removed_at end as removed_at, units
    from told
    union all
    select session_no, product, null, null, units from recorded
)
select
    session_no,
    hash(enum_code(store), product),
    coalesce(held.began, sessions.began),
    greatest(coalesce(removed_at, until), coalesce(held.began, sessions.began)),
    units,
    removed_at is not null or (ended and not bought),
    visitor,
    ip,
    block,
    agent
from held
join risk.sessions as sessions using (session_no)
where session_no between $first and $last;
