-- One row a token whose shopper looked at products so many times: no moments of a session, but what
-- the risk of one is measured by.
create view staged.views as
select store, cart_token, count(*) as views
from usable_events
where kind = 'viewed'
group by store, cart_token;
