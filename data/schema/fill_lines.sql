-- One row a product variant in a cart, by session.
insert into copy.lines by name
select session_no, lines.* exclude (store, cart_token)
from staged.lines
join copy.sessions using (store, cart_token)
order by session_no, line_no;
