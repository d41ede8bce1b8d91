-- One row a session: the largest share, in hundredths, of a product's unit-seconds of a day that
-- the session's visitor and its network held; of products that ten sessions or more held that day.
-- Five usual holds are added to what others held, so that a few prove nothing.
create table risk.shares as
with weighed as (
    select
        *,
        began::date as day,
        units * date_diff('second', began, until) as weight,
        coalesce(visitor, hash(session_no)) as holder
    from risk.holds
),
busy as (
    select product, day, sum(weight) as weight_of_day
    from weighed
    group by product, day
    having count(*) >= 10
),
usual as (
    select store, greatest(5 * avg(weight), 1) as prior
    from weighed
    join risk.sessions using (session_no)
    group by store
),
shared as (
    select
        session_no,
        block,
        weight_of_day,
        sum(weight) over (partition by product, day, holder) as weight_of_holder,
        sum(weight) over (partition by product, day, block) as weight_of_block
    from weighed
    join busy using (product, day)
)
select
    session_no,
    max(100 * weight_of_holder / (weight_of_day + prior))::integer as stock_share,
    max(case when shared.block is not null then 100 * weight_of_block / (weight_of_day + prior) end)
        ::integer as block_stock
from shared
join risk.sessions using (session_no)
join usual using (store)
group by session_no;
