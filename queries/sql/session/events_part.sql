-- One row a moment in one session that has many, in order: a part of them, with the time of the
-- moment before each.
select
    seq,
    "at",
    kind,
    product_id,
    product,
    quantity,
    detail,
    lag("at") over (order by "at", seq) as before
from events
where session_no = $session_no
order by "at", seq
limit $most
offset $after
