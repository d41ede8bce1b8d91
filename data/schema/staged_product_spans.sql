-- The rows of copy.product_spans, month by month, before they are laid out in order.
create table staged.product_spans (
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
    seconds_sold bigint
);
