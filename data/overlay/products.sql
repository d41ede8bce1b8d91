-- One row a session that was ever decided about and a product that it names, as copy.session_products
-- has it; so that these need not be looked for among all others.
create table decided.products as
select session_no, product_no, in_cart, unit_seconds
from session_products
limit 0
