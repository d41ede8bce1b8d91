-- One row a session whose address is recorded, by address: an address, a prefix or a network block
-- is one range of rows, with all that the list's counts and orders need.
create table copy.addresses as
select ip_number, session_no, store, outcome, currency, item_count, cart_value, expires_at, score
from copy.sessions
where ip_number is not null
order by ip_number, session_no;
