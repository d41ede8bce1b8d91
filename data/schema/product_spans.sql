-- One row a sixth of a month, a month (UTC), or all of the time (starts is null then) in which sessions
-- started, product, risk level, and whether they came from machines; and one for all risk levels, people
-- and machines together (whole): how many sessions reserved the product, by status; how many that
-- converted (bought) or expired (left_behind) held it at their end, null where the store records no
-- lines; and for how many unit-seconds those that ended held it, by status, and until its sale (sold).
-- In the order of unit, whole, starts and product_no.
create table copy.product_spans (
    unit copy.span_unit not null,
    starts timestamp,
    store copy.store_name not null,
    product_no integer not null,
    whole boolean not null,
    risk copy.risk_name,
    machine boolean,
    still_open integer not null,
    converted integer not null,
    expired integer not null,
    cancelled integer not null,
    others integer not null,
    bought integer,
    left_behind integer,
    seconds_converted bigint,
    seconds_expired bigint,
    seconds_cancelled bigint,
    seconds_others bigint,
    seconds_sold bigint
);
