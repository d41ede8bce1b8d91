-- One row a session and product that its lines or events name, in the order of sessions. outcome and
-- machine are the session's: its status and risk level, and whether it came from a machine. in_cart: a
-- line holds the product at the session's end; null: its store records no lines. unit_seconds: for how
-- long it held how many of it, by its events, else by its lines; null: it is not known to have ended,
-- or neither tells.
create table copy.session_products (
    session_no integer not null,
    product_no integer not null,
    outcome usmallint not null,
    machine boolean not null,
    in_cart boolean,
    unit_seconds bigint
);
