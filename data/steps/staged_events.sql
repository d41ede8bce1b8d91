-- One row a moment in a session, ready to be laid out, in order of time. A view of a product
-- holds no stock, so it is none.
create view staged.events as
select
    store,
    cart_token,
    row_number() over (partition by store, cart_token order by "at", seq, _file, _line)::integer
        as seq,
    "at", kind, product_id, product, quantity, detail
from usable_events
where kind <> 'viewed';
