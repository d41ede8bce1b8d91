-- One row a session that came to the checkout by what its events tell. A checkout that was refused
-- was asked for.
create table staged.checkouts as
select distinct session_no
from copy.events
where kind in ('checkout_started', 'checkout_blocked');
