-- One row an hour (UTC) in which sessions started, store, outcome, and whether they came from machines,
-- and one for people and machines together (whole): how many. A store of null holds all stores.
create table copy.hours (
    store copy.store_name,
    hour timestamp not null,
    outcome usmallint not null,
    whole boolean not null,
    machine boolean,
    sessions integer not null
);
