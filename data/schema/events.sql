-- One row a moment in a session, by session and in order.
create table copy.events (
    session_no integer not null,
    seq integer not null,
    "at" timestamp not null,
    kind copy.event_kind_name not null,
    quantity integer,
    product_id varchar,
    product varchar,
    detail varchar
);
