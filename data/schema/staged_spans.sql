-- The rows of copy.spans, month by month, before they are laid out in order.
create table staged.spans (
    unit copy.span_unit not null,
    store copy.store_name,
    starts timestamp not null,
    whole boolean not null,
    risk copy.risk_name,
    machine boolean,
    dimension copy.dimension_name not null,
    value integer,
    currency copy.currency_code,
    still_open integer not null,
    converted integer not null,
    expired integer not null,
    cancelled integer not null,
    others integer not null,
    priced_converted integer,
    value_converted decimal(38, 4),
    priced_left integer,
    value_left decimal(38, 4)
);
