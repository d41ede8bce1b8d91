-- One row a session, by session_no. strength: what its reasons weigh together. suggested: the level
-- that follows. score: of 100 sessions of its yardstick, how many look less risky: those of a lower
-- level, those whose reasons weigh less and, among equals, those that bought. reasons: the signals
-- that say something, by their bits in copy.measures.
create table copy.scores as
with weighed as (
    select
        signals.session_no,
        signals.store,
        signals.class,
        case when own_yardstick then signals.store end as yardstick,
        copy.strength_of(
            coalesce(own, 0), coalesce(shared, 0), coalesce(network, 0),
            known_days, coalesce(strengths.visitor, 0)
        )::decimal(6, 3) as strength,
        copy.suggested_level(strength, coalesce(own, 0), coalesce(own_families, 0))::copy.risk_name
            as suggested,
        bought,
        coalesce(reasons, 0) as reasons
    from copy.signals as signals
    join risk.stores as stores on stores.store = signals.store
    left join risk.strengths on strengths.session_no = signals.session_no
    join risk.sessions as sessions on sessions.session_no = signals.session_no
),
-- Known crawlers are ranked among the others, and count as none of them.
places as (
    select
        yardstick, suggested, strength, bought,
        count(*) filter (where class is distinct from 'good crawler') as sessions
    from weighed
    group by all
),
yards as (
    select yardstick, suggested, strength, bought, sessions
    from places
    where yardstick is not null
    union all
    select null, suggested, strength, bought, sum(sessions)
    from places
    where exists (select 1 from risk.stores where not own_yardstick)
    group by suggested, strength, bought
),
ranked as (
    select
        yardstick, suggested, strength, bought,
        -- Where all are known crawlers there is nobody to be compared with.
        coalesce(100 * sum(sessions) over below / nullif(sum(sessions) over everybody, 0), 0) as score
    from yards
    window
        below as (
            partition by yardstick order by suggested, strength, not bought
            rows between unbounded preceding and 1 preceding),
        everybody as (partition by yardstick)
)
select
    session_no,
    score::float as score,
    weighed.strength,
    weighed.suggested,
    reasons
from weighed
join ranked
    on ranked.yardstick is not distinct from weighed.yardstick
    and ranked.suggested = weighed.suggested
    and ranked.strength = weighed.strength
    and ranked.bought = weighed.bought
order by session_no;
