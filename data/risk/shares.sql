-- One row a session that held products: the largest share, in hundredths, of a product's
-- unit-seconds of a day that its visitor and its network held. Others count as if they had held it
-- twenty times at least, for as long as is usual, so that a few holds prove nothing, and a hold of
-- somebody else makes the share of another larger only by what it changes of the usual.
create table risk.shares as
with weighed as (
    select
        *,
        began::date as day,
        units * date_diff('second', began, until) as weight,
        coalesce(visitor, hash(session_no)) as holder
    from risk.holds
),
usual as (
    select store, greatest(20 * avg(weight), 1) as least_of_others
    from weighed
    join risk.sessions using (session_no)
    group by store
),
shared as (
    select
        session_no,
        block,
        sum(weight) over (partition by product, day) as weight_of_day,
        sum(weight) over (partition by product, day, holder) as of_holder,
        sum(weight) over (partition by product, day, block) as of_block
    from weighed
)
select
    session_no,
    max(100 * of_holder / (of_holder + greatest(weight_of_day - of_holder, least_of_others)))::integer
        as stock_share,
    max(case when shared.block is not null
             then 100 * of_block / (of_block + greatest(weight_of_day - of_block, least_of_others))
        end)::integer as block_stock
from shared
join risk.sessions using (session_no)
join usual using (store)
group by session_no;
