-- The rows of copy.hour_values, month by month, before they are laid out in order.
create table staged.hour_values (
    store copy.store_name,
    hour timestamp not null,
    outcome usmallint not null,
    whole boolean not null,
    machine boolean,
    currency copy.currency_code,
    priced integer not null,
    amount decimal(38, 4) not null
);
