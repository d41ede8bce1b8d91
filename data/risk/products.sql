-- One row a session that held products. At the limit: how many products it held as many of as
-- anybody ever does, null where no product shows a limit: at least 20 sessions held it, and three
-- of them the same most. Rush: how many sessions took one product in the minute up to this one,
-- against its usual minute.
create table risk.products as
with amounts as (
    select product, units, count(*) as holds
    from risk.holds
    group by product, units
),
limits as (
    select product, max(units) as highest
    from amounts
    group by product
    having sum(holds) >= 20 and max(units) > 1 and arg_max(holds, units) >= 3
),
takes as (
    select product, sum(holds) as takes from amounts group by product
),
counted as (
    select
        session_no,
        product,
        units,
        count(*) over (
            partition by product order by began
            range between interval 1 minute preceding and current row) as in_minute
    from risk.holds
)
select
    session_no,
    sum((units = highest)::integer)::integer as at_limit,
    max(in_minute // greatest(takes // minutes, 1))::integer as rush
from counted
join takes using (product)
join risk.sessions using (session_no)
join risk.stores using (store)
left join limits using (product)
group by session_no;
