-- One row a store in view, with what the whole copy says of its build; a copy that holds nothing in
-- view gives one row without a store.
select
    builds.made_at,
    builds.source,
    builds.kind,
    builds.has_lines,
    builds.has_events,
    stores.store::varchar as store,
    stores.sessions,
    stores.statuses,
    stores.risks,
    stores.currencies,
    stores.countries,
    stores.token_characters,
    stores.token_shortest,
    stores.token_longest,
    stores.has_addresses
from builds
left join (from stores where $all_stores or store in $stores) as stores on true
order by builds.made_at desc, stores.store;
