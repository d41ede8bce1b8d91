-- The currency codes that the data holds.
create type copy.currency_code as enum (
    select distinct currency from staged.sessions where currency is not null order by currency
);
