-- One row a moment in a session of a session that is known, by the session's number; in the order of the
-- input.
create table staged.known_events as
select session_no, events.* exclude (store, cart_token)
from staged.events
join copy.sessions using (store, cart_token);
