-- One row a moment in a session, checked and typed, before the copy is laid out. Times are UTC.
create table staged.events (
    store varchar not null,
    cart_token varchar not null,
    seq integer not null,
    "at" timestamp not null,
    kind varchar not null,
    product_id varchar,
    product varchar,
    quantity integer,
    detail varchar
);
