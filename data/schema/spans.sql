-- One row a day or month (UTC) in which sessions started, store, outcome, whether they came from
-- machines, and a value of one dimension: how many sessions. A store of null holds all stores. The
-- dimension names the column that holds the value; there a null is not recorded, and the others mean
-- nothing. By country there are currencies too, how many carts tell what they were worth
-- (priced), and how much that is together. lasted is in
-- seconds, in bins of duration_bin.
create table copy.spans (
    monthly boolean not null,
    store copy.store_name,
    starts timestamp not null,
    outcome usmallint not null,
    machine boolean not null,
    dimension copy.dimension_name not null,
    country copy.country_code,
    currency copy.currency_code,
    session_type copy.session_type_name,
    came_before boolean,
    kept boolean,
    reached_checkout boolean,
    renewals integer,
    manual_extends integer,
    lasted integer,
    sessions integer not null,
    priced integer,
    amount decimal(38, 4)
);
