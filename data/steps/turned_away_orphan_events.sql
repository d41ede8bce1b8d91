-- The events whose cart token no session has, where sessions are $recorded, or one that was turned
-- away itself.
insert into turned_away
with known as (
    select coalesce(given.store, defaults.store) as store, given.cart_token
    from checked_sessions as given, defaults
),
orphans as (
    select orphan.*, (orphan.store, orphan.cart_token) in (from known) as was_given
    from usable_events as orphan
    where orphan.kind <> 'viewed' and not exists (
        select 1 from staged.sessions as taken
        where taken.store = orphan.store and taken.cart_token = orphan.cart_token)
)
select
    _file,
    _line,
    'cart_token',
    case when was_given then 'its session was turned away'
         else 'no session has this cart token' end,
    cart_token,
    'events'
from orphans
where was_given or $recorded;
