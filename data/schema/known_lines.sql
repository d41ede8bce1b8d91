-- One row a product variant in a cart of a session that is known, by the session's number; in the order of the
-- input.
create table staged.known_lines as
select session_no, lines.* exclude (store, cart_token)
from staged.lines
join copy.sessions using (store, cart_token);
