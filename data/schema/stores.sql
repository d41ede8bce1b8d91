-- One row a store: what its sessions hold, for the choices of the filters and to rule out searches.
-- currencies, countries and session_types count sessions by value, visitors by whether they are new
-- or returning, outcomes by status and risk; token_characters hold every character of its cart
-- tokens in lower case (and may hold some of other stores), token_shortest and token_longest are
-- their lengths in characters. timers: a length of the timer in seconds, and how many expired sessions ran
-- out that long after their last activity. Those that were renewed or extended are left out: their timer
-- started later.
create table copy.stores as
with rare as (
    select token_lower
    from copy.sessions
    where not regexp_full_match(token_lower, getvariable('token_letters'), 's')
),

characters as (
    select string_agg(distinct letter, '') as token_characters
    from (
        select unnest(string_split(token_lower, '')) as letter from rare
        union all
        select unnest(string_split(token_lower, '')) as letter
        from (select token_lower from copy.sessions limit $looked_at)
    )
),

outcomes as (
    select store, list({outcome: outcome, status: status::varchar, risk: risk::varchar, sessions: n} order by outcome) as outcomes
    from (select store, outcome, count(*) as n from copy.sessions group by all)
    join copy.outcomes using (outcome)
    group by store
),

countries as (
    select store, map_from_entries(list((country::varchar, n))) as countries
    from (select store, country, count(*) as n from copy.sessions where country is not null group by all)
    group by store
),

currencies as (
    select store, map_from_entries(list((currency::varchar, n))) as currencies
    from (select store, currency, count(*) as n from copy.sessions where currency is not null group by all)
    group by store
),

session_types as (
    select store, map_from_entries(list((session_type::varchar, n))) as session_types
    from (select store, session_type, count(*) as n from copy.sessions where session_type is not null group by all)
    group by store
),

visitors as (
    select store, map_from_entries(list((if(came_before, 'returning', 'new'), n))) as visitors
    from (select store, came_before, count(*) as n from copy.sessions where came_before is not null group by all)
    group by store
),

timers as (
    select store, map_from_entries(list((seconds, n) order by n desc, seconds)) as timers
    from (
        select
            store,
            copy.duration_bin((epoch_us(expires_at) - epoch_us(last_activity_at)) // 1_000_000) as seconds,
            count(*)::integer as n
        from copy.sessions
        where status::varchar = 'Expired'
          and coalesce(renewals, 0) = 0
          and coalesce(manual_extends, 0) = 0
          and expires_at > last_activity_at
        group by all
    )
    group by store
),

totals as (
    select
        store,
        count(*) as sessions,
        min(length(token_lower))::integer as token_shortest,
        max(length(token_lower))::integer as token_longest,
        count(ip_number) > 0 as has_addresses,
        min(started_at) as first_start,
        max(started_at) as last_start
    from copy.sessions
    group by store
)

select
    store,
    sessions,
    outcomes,
    coalesce(currencies, map()) as currencies,
    coalesce(countries, map()) as countries,
    token_characters,
    token_shortest,
    token_longest,
    has_addresses,
    coalesce(session_types, map()) as session_types,
    coalesce(visitors, map()) as visitors,
    coalesce(timers, map()) as timers,
    first_start,
    last_start
from totals
join outcomes using (store)
left join currencies using (store)
left join countries using (store)
left join session_types using (store)
left join visitors using (store)
left join timers using (store)
cross join characters
order by store;
