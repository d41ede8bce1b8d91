-- The events whose cart token no session has, or one that was turned away itself.
insert into turned_away
select
    _file,
    _line,
    'cart_token',
    case when (orphan.store, orphan.cart_token) in (
             select (coalesce(given.store, defaults.store), given.cart_token)
             from checked_sessions as given, defaults)
         then 'its session was turned away'
         else 'no session has this cart token' end,
    cart_token,
    'events'
from usable_events as orphan
where orphan.kind <> 'viewed' and not exists (
    select 1 from staged.sessions as known
    where known.store = orphan.store and known.cart_token = orphan.cart_token
);
