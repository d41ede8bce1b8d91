-- One row a moment in a session, ready to be laid out. A view of a product holds no stock, so it is
-- none.
create view staged.events as
select
    store, cart_token, seq, "at", kind, product_id, product, quantity, detail, _file, _line
from usable_events
where kind <> 'viewed';
