-- One row a session that took stock within ten seconds of its release by another session of the
-- same network or of the same rare user agent (of a hundred sessions at most), or whose release was
-- taken so: how many times. A variant that is not known may be any. Nobody else took the product in
-- between, and hardly anybody took it in the minute before: in a rush such pairs come about by
-- chance.
create table risk.handovers as
with moments as (
    select product, variant, began as moment, true as taken, session_no from risk.holds
    union all
    select product, variant, until, false, session_no from risk.holds where freed
),
followed as (
    select
        taken, moment, variant, session_no,
        lag(taken) over past as before_taken,
        lag(moment) over past as before_moment,
        lag(variant) over past as before_variant,
        lag(session_no) over past as before_session_no,
        sum(taken::integer) over (
            partition by product order by moment
            range between interval 1 minute preceding and current row) as in_minute
    from moments
    window past as (partition by product order by moment, taken, session_no, variant)
),
close as (
    select session_no as taker_no, before_session_no as giver_no
    from followed
    where taken
      and not before_taken
      and session_no <> before_session_no
      and moment <= before_moment + interval 10 seconds
      and in_minute <= 2
      and coalesce(variant = before_variant, true)
),
rare as (
    select agent
    from risk.sessions
    where agent is not null
    group by agent
    having count(*) <= 100
),
pairs as (
    select taker_no, giver_no
    from close
    join risk.sessions as taker on taker.session_no = taker_no
    join risk.sessions as giver on giver.session_no = giver_no
    where coalesce(taker.visitor <> giver.visitor, true)
      and (
          taker.ip = giver.ip
          or taker.block = giver.block
          or (taker.agent = giver.agent and taker.agent in (from rare))
      )
)
select session_no, count(*) as handovers
from (select taker_no as session_no from pairs union all select giver_no from pairs)
group by session_no;
