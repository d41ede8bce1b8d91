-- One row a moment in a session, checked and typed, before the copy is laid out. Times are UTC. seq
-- may be null: then the time counts, and the place in the input.
create table staged.events (
    store varchar not null,
    cart_token varchar not null,
    seq integer,
    "at" timestamp not null,
    kind varchar not null,
    product_id varchar,
    product varchar,
    quantity integer,
    detail varchar,
    _file varchar,
    _line bigint
);
