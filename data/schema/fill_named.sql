-- One row a session and product as its lines and events name it, of the sessions from $first to
-- $last.
insert into staged.named
select session_no, store, product_id, product, bool_or(in_cart)
from (
    select session_no, product_id, product, coalesce(quantity, 1) > 0 as in_cart
    from copy.lines
    where session_no between $first and $last
      and coalesce(product_id, product) is not null
    union all
    select session_no, product_id, product, false as in_cart
    from copy.events
    where session_no between $first and $last
      and coalesce(product_id, product) is not null
)
join copy.sessions using (session_no)
where session_no between $first and $last
group by session_no, store, product_id, product;
