-- One row a moment in a session, by session and in order.
insert into copy.events by name
select session_no, events.* exclude (store, cart_token)
from staged.events
join copy.sessions using (store, cart_token)
order by session_no, seq;
