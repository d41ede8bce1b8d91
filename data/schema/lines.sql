-- One row a product variant in a cart, by session.
create table copy.lines (
    session_no integer not null,
    line_no integer not null,
    quantity integer,
    unit_price decimal(18, 4),
    reserved_until timestamp,
    product_id varchar,
    product varchar,
    variant varchar,
    sku varchar
);
