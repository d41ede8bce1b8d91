-- One row a moment in one session, in order, with the time of the moment before it.
select
    seq,
    "at",
    lag("at") over (order by "at", seq) as before,
    kind,
    product_id,
    product,
    quantity,
    detail
from events
where session_no = $session_no
order by "at", seq
limit $most
offset $after
