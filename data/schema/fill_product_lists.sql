-- One row a session that names products, of the sessions from $first to $last.
insert into copy.product_lists
select
    session_no,
    coalesce(list(product_no) filter (where in_cart is distinct from false), []),
    coalesce(list(product_no) filter (where in_cart is not distinct from false), [])
from copy.session_products
where session_no between $first and $last
group by session_no
order by session_no;
