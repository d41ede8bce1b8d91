-- One row an hour (UTC) in which sessions started, store, outcome, and whether they came from machines:
-- how many. A store of null holds all stores.
create table copy.hours (
    store copy.store_name,
    hour timestamp not null,
    outcome usmallint not null,
    machine boolean not null,
    sessions integer not null
);
