-- One row a session that an event log tells of: only those that reserved, gave back or bought, or
-- that something else happened to of which the product knows. Who only looked has none.
-- A session begins with what was first reserved; where the log begins later, with the first event
-- that shows that something was. The timer ends $timer after the last event, unless the log itself
-- says how the session ended.
create table given_sessions as
with told as (
    select
        *,
        kind <> 'viewed' and kind in (select term from known_terms where concept = 'kind')
            as holds
    from usable_events
)
select
    store,
    cart_token,
    first(visitor_id order by "at") filter (where visitor_id is not null) as visitor_id,
    first(ip order by "at") filter (where ip is not null) as ip,
    first(country order by "at") filter (where country is not null) as country,
    first(currency order by "at") filter (where currency is not null) as currency,
    first(user_agent order by "at") filter (where user_agent is not null) as user_agent,
    first(session_type order by "at") filter (where session_type is not null) as session_type,
    case when bool_or(kind = 'converted') then 'Converted'
         when bool_or(kind = 'cancelled') then 'Cancelled'
         when bool_or(kind = 'expired') or max("at") + timer.length < timer.now then 'Expired'
         else 'Active' end as status,
    timezone('UTC', min("at") filter (where holds)) as started_at,
    timezone('UTC', case when bool_or(kind in ('converted', 'cancelled')) then null
         else coalesce(max("at") filter (where kind = 'expired'), max("at") + timer.length) end)
        as expires_at,
    timezone('UTC', case when bool_or(kind = 'converted') then max("at") filter (where kind = 'converted')
         when bool_or(kind = 'cancelled') then max("at") filter (where kind = 'cancelled')
         when bool_or(kind = 'expired') or max("at") + timer.length < timer.now
             then coalesce(max("at") filter (where kind = 'expired'), max("at") + timer.length) end)
        as ended_at,
    arg_min(_file, "at") filter (where holds) as _file,
    arg_min(_line, "at") filter (where holds) as _line
from told, timer
group by store, cart_token, timer.length, timer.now
having bool_or(holds);
