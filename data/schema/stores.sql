-- One row a store: what its sessions hold, for the choices of the filters and to rule out searches.
-- The histograms count sessions by value and are null where no session has one; token_characters
-- hold every character of its cart tokens in lower case, token_shortest and token_longest are their
-- lengths in characters.
create table copy.stores as
with common as (
    -- The characters of some tokens are nearly always those of all; the rest is then looked at for
    -- others only, which is far cheaper than to take every token apart.
    select coalesce(string_agg(distinct letter, ''), '') as letters
    from (
        select unnest(string_split(token_lower, '')) as letter
        from (select token_lower from copy.sessions limit 10000)
    )
),

held as (
    select store, token_lower, translate(token_lower, letters, '') as rare
    from copy.sessions, common
),

characters as (
    select store, string_agg(distinct letter, '' order by letter) as token_characters
    from (
        select store, unnest(string_split(rare, '')) as letter from held where rare != ''
        union all
        select store, letter
        from (select distinct store from copy.sessions), (
            select unnest(string_split(letters, '')) as letter from common
        )
    )
    group by store
)

select
    store,
    count(*) as sessions,
    histogram(status::varchar) as statuses,
    histogram(risk::varchar) as risks,
    histogram(currency::varchar) as currencies,
    histogram(country::varchar) as countries,
    any_value(token_characters) as token_characters,
    min(length(token_lower))::integer as token_shortest,
    max(length(token_lower))::integer as token_longest,
    count(ip_number) > 0 as has_addresses
from copy.sessions
join characters using (store)
group by store
order by store;
