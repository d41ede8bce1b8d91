-- One row a product, or variant of it, that a session held, of the sessions from $first to $last.
-- Its events tell from when to when; they name a product, and its only line tells the variant. A
-- session whose events name no product held its lines from start to end.
insert into risk.holds
with told as (
    select
        session_no,
        coalesce(product_id, product) as product,
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
        coalesce(product_id, product) as product,
        case when coalesce(variant, sku) is not null then hash(variant, sku) end as variant,
        sum(coalesce(quantity, 1)) as units
    from copy.lines
    where session_no between $first and $last
      and coalesce(product_id, product) is not null
    group by all
),
variants as (
    select session_no, product, any_value(variant) as variant
    from recorded
    group by session_no, product
    having count(*) = 1
),
held as (
    select
        told.session_no, told.product, variant, began,
        case when removed_at >= put_at then removed_at end as removed_at, units
    from told
    left join variants
        on variants.session_no = told.session_no and variants.product = told.product
    union all
    select session_no, product, variant, null, null, units
    from recorded
    anti join told using (session_no)
)
select
    session_no,
    hash(enum_code(store), held.product),
    variant,
    coalesce(held.began, sessions.began),
    greatest(coalesce(removed_at, until), coalesce(held.began, sessions.began)),
    units,
    removed_at is not null or (ended and not bought),
    visitor,
    block
from held
join risk.sessions as sessions using (session_no)
where session_no between $first and $last;
