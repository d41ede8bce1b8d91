-- One row a product and session whose lines or events name it: of some sessions after those of
-- others, and among them by product. in_cart: a line holds the product at the session's end; null: its
-- store records no lines. unit_seconds: for how long it held how many of it, by its events, else by
-- its lines; null: it has not ended, or neither tells.
create table copy.product_sessions (
    product_no integer not null,
    session_no integer not null,
    in_cart boolean,
    unit_seconds bigint
);
