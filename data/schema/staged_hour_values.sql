-- The rows of copy.hour_values, month by month, before they are laid out in order.
create table staged.hour_values (
    store copy.store_name,
    hour timestamp not null,
    whole boolean not null,
    risk copy.risk_name,
    machine boolean,
    currency copy.currency_code,
    priced_converted integer not null,
    value_converted decimal(38, 4),
    priced_left integer not null,
    value_left decimal(38, 4)
);
