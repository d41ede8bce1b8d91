-- One row a session that took stock within ten seconds of its release by another session of the
-- same network or of the same rare user agent, or whose release was taken so: how many times. A
-- variant that is not known may be any.
-- Nobody else took the product in between, and hardly anybody took it in the minute before: in a
-- rush such pairs come about by chance.
create table risk.handovers as
with rare as (
    select agent
    from risk.sessions
    join risk.stores using (store)
    where agent is not null
    group by agent
    having count(*) * 100 <= max(sessions)
),
moments as (
    select
        product, variant, began as moment, true as taken, session_no, visitor, ip, block,
        case when agent in (from rare) then agent end as agent
    from risk.holds
    union all
    select
        product, variant, until, false, session_no, visitor, ip, block,
        case when agent in (from rare) then agent end
    from risk.holds
    where freed
),
followed as (
    select
        taken, session_no, variant, visitor, ip, block, agent, moment,
        lag({session_no: session_no, taken: taken, moment: moment, variant: variant,
             visitor: visitor, ip: ip, block: block, agent: agent})
            over (partition by product order by moment, taken, session_no) as before,
        sum(taken::integer) over (
            partition by product order by moment
            range between interval 1 minute preceding and current row) as in_minute
    from moments
),
pairs as (
    select session_no as taker, before.session_no as giver
    from followed
    where taken
      and not before.taken
      and session_no <> before.session_no
      and moment <= before.moment + interval 10 seconds
      and in_minute <= 2
      and coalesce(variant = before.variant, true)
      and coalesce(visitor <> before.visitor, true)
      and (ip = before.ip or block = before.block or agent = before.agent)
)
select session_no, count(*) as handovers
from (select taker as session_no from pairs union all select giver from pairs)
group by session_no;
