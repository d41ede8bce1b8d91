-- One row a product and session that names it, as in copy.session_products: of some sessions after
-- those of others, and among them by product.
create table copy.product_sessions (
    product_no integer not null,
    session_no integer not null,
    in_cart boolean,
    unit_seconds bigint
);
