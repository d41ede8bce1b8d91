-- One row a store that records the checkout: by events, or by a checkout id of a session that did
-- not convert. Ids of converted sessions alone may as well have come with the order.
create table staged.checkout_stores as
select store::varchar as store
from staged.numbered
semi join staged.checkouts using (session_no)
union
select store
from staged.sessions
where checkout_id is not null and status is distinct from $converted;
