-- One row a product and session, of the sessions from $first to $last, by product.
insert into copy.product_sessions
select product_no, session_no, in_cart, unit_seconds
from copy.session_products
where session_no between $first and $last
order by product_no, session_no;
