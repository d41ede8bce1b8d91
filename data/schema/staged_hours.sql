-- The rows of copy.hours, month by month, before they are laid out in order.
create table staged.hours (
    store copy.store_name,
    hour timestamp not null,
    outcome usmallint not null,
    whole boolean not null,
    machine boolean,
    sessions integer not null
);
