-- One row a session, by session_no. strength: what its reasons weigh together. score: of 100 sessions of its yardstick,
-- how many are weaker. suggested: the level that follows. reasons: the signals that say something,
-- by their bits in copy.measures.
create table copy.scores as
with weighed as (
    select
        signals.session_no,
        signals.store,
        class,
        case when own_yardstick then signals.store end as yardstick,
        copy.strength_of(
            coalesce(own, 0), coalesce(shared, 0), coalesce(network, 0),
            known_days, coalesce(by_visitor, false)
        ) as strength,
        coalesce(own, 0) as own,
        coalesce(own_families, 0) as own_families,
        coalesce(reasons, 0) as reasons
    from copy.signals as signals
    join risk.stores as stores on stores.store = signals.store
    left join risk.strengths on strengths.session_no = signals.session_no
),
ordinary as (
    select store, strength, count(*) as sessions
    from weighed
    where class is distinct from 'good crawler'
    group by store, strength
),
yards as (
    select store as yardstick, strength, sessions
    from ordinary
    where store in (select store from risk.stores where own_yardstick)
    union all
    select null, strength, sum(sessions)
    from ordinary
    where exists (select 1 from risk.stores where not own_yardstick)
    group by strength
),
levels as (
    select distinct yardstick, strength from weighed
),
ranked as (
    select
        levels.yardstick,
        levels.strength,
        -- Where all are known crawlers there is nobody to be compared with.
        coalesce(
            100 * sum(sessions) over below / sum(sessions) over (partition by levels.yardstick), 0
        ) as score
    from levels
    left join yards
        on yards.yardstick is not distinct from levels.yardstick
        and yards.strength = levels.strength
    window below as (
        partition by levels.yardstick order by levels.strength
        rows between unbounded preceding and 1 preceding)
)
select
    session_no,
    score::float as score,
    weighed.strength::decimal(6, 3) as strength,
    copy.suggested_level(weighed.strength, own, own_families)::copy.risk_name as suggested,
    reasons
from weighed
join ranked
    on ranked.yardstick is not distinct from weighed.yardstick
    and ranked.strength = weighed.strength
order by session_no;
