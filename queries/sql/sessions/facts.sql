-- One row a store in view, with what the whole copy says of its build; a copy that holds nothing in
-- view gives one row without a store.
select
    builds.made_at,
    builds.source,
    builds.kind,
    builds.has_lines,
    builds.has_events,
    builds.timer_minutes,
    held.store::varchar as store,
    held.sessions,
    held.first_start,
    held.last_start,
    held.outcomes,
    held.currencies,
    held.countries,
    held.token_characters,
    held.token_shortest,
    held.token_longest,
    held.has_addresses,
    held.session_types,
    held.visitors,
    held.timers
from builds
left join (from stores where $all_stores or store in $stores) as held on true
order by builds.made_at desc, held.store
