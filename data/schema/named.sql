-- One row a session and product as its lines and events name it: by id, by title or by both.
-- in_cart: a line holds it at the session's end. For how many unit-seconds the session held it:
-- seconds_by_events as its events tell, seconds_by_lines if its lines stood from start to end; null
-- where they don't tell, or the session's end is not known.
create table staged.named (
    session_no integer not null,
    store copy.store_name not null,
    product_id varchar,
    title varchar,
    in_cart boolean not null,
    seconds_by_events bigint,
    seconds_by_lines bigint
);
