-- One row a session and product as its lines and events name it: by id, by title or by both.
-- in_cart: a line holds it at the session's end.
create table staged.named (
    session_no integer not null,
    store copy.store_name not null,
    product_id varchar,
    title varchar,
    in_cart boolean not null
);
