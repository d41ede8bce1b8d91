-- One row a product variant in a cart, checked and typed, before the copy is laid out. line_no may
-- be null: then the place in the input counts.
create table staged.lines (
    store varchar not null,
    cart_token varchar not null,
    line_no integer,
    product_id varchar,
    product varchar,
    variant varchar,
    sku varchar,
    quantity integer,
    unit_price decimal(18, 4),
    reserved_until timestamp,
    _file varchar,
    _line bigint
);
