-- The events of an event log that make no session: of kinds that the product does not know, of
-- shoppers who reserved nothing.
insert into set_aside
select
    _file, _line, 'only looked: put nothing into a cart, took nothing out and bought nothing'
from usable_events as events
where events.kind <> 'viewed' and not exists (
    select 1 from checked_sessions as known
    where known.store = events.store and known.cart_token = events.cart_token
);
