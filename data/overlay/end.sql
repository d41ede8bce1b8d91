-- From this version on, what was decided about these sessions before counts no more.
update decided.sessions as before
set until = $version
from (select unnest($stores) as store, unnest($tokens) as cart_token) as decisions
where before.until = $forever
  and before.cart_token = decisions.cart_token
  and before.store::varchar = decisions.store
