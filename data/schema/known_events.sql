-- One row a moment in a known session, by the session's number, in the order of the
-- input.
create table staged.known_events as
select session_no, events.* exclude (store, cart_token)
from staged.events
join staged.numbered as numbered
    on numbered.store::varchar = events.store and numbered.cart_token = events.cart_token;
