-- The rows of copy.hours, month by month, before they are laid out in order.
create table staged.hours (
    store copy.store_name,
    hour timestamp not null,
    whole boolean not null,
    risk copy.risk_name,
    machine boolean,
    needs_look boolean not null,
    is_other boolean not null,
    status copy.status_name,
    still_open integer not null,
    converted integer not null,
    expired integer not null,
    cancelled integer not null,
    others integer not null
);
