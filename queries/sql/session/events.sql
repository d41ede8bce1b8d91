-- One row a moment in one session, up to so many of them, in no order.
select seq, "at", kind, product_id, product, quantity, detail
from events
where session_no = $session_no
limit $most
