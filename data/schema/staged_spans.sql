-- The rows of copy.spans, month by month, before they are laid out in order.
create table staged.spans (
    unit copy.span_unit not null,
    store copy.store_name,
    starts timestamp not null,
    outcome usmallint not null,
    whole boolean not null,
    machine boolean,
    dimension copy.dimension_name not null,
    value integer,
    currency copy.currency_code,
    sessions integer not null,
    priced integer,
    amount decimal(38, 4)
);
