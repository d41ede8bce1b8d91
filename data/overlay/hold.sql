-- One row a product of each session that was decided about in this version, and never before.
insert into decided.products
select session_no, product_no, in_cart, unit_seconds
from session_products
where session_no in (
    select session_no
    from decided.sessions
    where since = $version
    except
    select session_no
    from decided.products
)
