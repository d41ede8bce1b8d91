-- The country codes that the data holds.
create type copy.country_code as enum (
    select distinct country from staged.sessions where country is not null order by country
);
