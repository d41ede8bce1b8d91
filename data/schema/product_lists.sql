-- One row a session that names products, in the order of sessions: those that a line holds at its end,
-- or that it names while its store records no lines (in_cart), and the others (dropped). As
-- copy.session_products, for who counts the products of many sessions and asks for no more.
create table copy.product_lists (
    session_no integer not null,
    in_cart integer[] not null,
    dropped integer[] not null
);
