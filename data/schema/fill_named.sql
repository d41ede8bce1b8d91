-- One row a session and product as its lines and events name it, of the sessions from $first to
-- $last. An event that adds or takes out units changes what is held from then on, up to the session's
-- end or the next event that says the whole quantity anew.
insert into staged.named
with ends as (
    select session_no, store, started_at + to_seconds(lasted_seconds) as ended, lasted_seconds
    from copy.sessions
    where session_no between $first and $last
),

told as (
    select
        session_no,
        seq,
        "at",
        kind::varchar as kind,
        product_id,
        product,
        case when kind::varchar = 'item_removed' then -1 else 1 end * coalesce(quantity, 1) as units
    from copy.events
    where session_no between $first and $last
      and coalesce(product_id, product) is not null
),

updating as (
    select distinct session_no
    from told
    where kind = 'item_updated'
),

-- A session may name a product by its id here and by its title there.
ids as (
    select session_no, product, min(product_id) as product_id
    from told
    where product_id is not null
      and product is not null
      and session_no in (select session_no from told where product_id is null)
    group by session_no, product
    having count(distinct product_id) = 1
),

keyed as (
    select
        session_no,
        seq,
        "at",
        kind,
        coalesce(told.product_id, ids.product_id, product) as key
    from told
    semi join updating using (session_no)
    left join ids using (session_no, product)
),

next_updates as (
    select
        session_no,
        seq,
        min("at") filter (where kind = 'item_updated') over (
            partition by session_no, key
            order by seq
            rows between 1 following and unbounded following) as next_update
    from keyed
    semi join (select session_no, key from keyed where kind = 'item_updated')
        using (session_no, key)
),

held as (
    select
        told.session_no,
        store,
        product_id,
        product,
        case
            when ended is not null and kind in ('item_added', 'item_updated', 'item_removed') then
                units
                * greatest(epoch_us(least(coalesce(next_update, ended), ended)) - epoch_us("at"), 0)
                // 1_000_000
        end as seconds
    from told
    join ends using (session_no)
    left join next_updates using (session_no, seq)
)

select
    session_no,
    store,
    product_id,
    product,
    bool_or(in_cart),
    sum(seconds_by_events),
    sum(seconds_by_lines)
from (
    select
        session_no,
        store,
        product_id,
        product,
        coalesce(quantity, 1) > 0 as in_cart,
        null as seconds_by_events,
        coalesce(quantity, 1) * lasted_seconds as seconds_by_lines
    from copy.lines
    join ends using (session_no)
    where session_no between $first and $last
      and coalesce(product_id, product) is not null
    union all
    select session_no, store, product_id, product, false, seconds, null
    from held
)
group by session_no, store, product_id, product;
