-- One row an hour (UTC) in which sessions started, store, outcome, currency and whether they came from
-- machines: how many, how many of them
-- tell what their carts were worth (priced), and how much that is together. A store of null holds all
-- stores.
create table copy.hours (
    store copy.store_name,
    hour timestamp not null,
    outcome usmallint not null,
    machine boolean not null,
    currency copy.currency_code,
    sessions integer not null,
    priced integer not null,
    amount decimal(38, 4)
);
