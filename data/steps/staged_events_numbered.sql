-- One row a moment in a session, ready to be laid out, of a source that numbers its events. A view
-- of a product holds no stock, so it is none.
create view staged.events as
select
    store, cart_token, seq, "at", kind, product_id, product, quantity, detail
from usable_events
where kind <> 'viewed';
