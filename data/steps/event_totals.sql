-- One row a session whose source leaves open what its events tell. Cart updates, renewals and manual
-- extends are counted only where the source records them at all; what the system does is no activity.
create table event_totals as
with open as (
    select store, cart_token
    from usable_sessions
    where last_activity_at is null or cart_updates is null or renewals is null
       or manual_extends is null
),
recorded as (
    select
        bool_or(kind in ('item_added', 'item_updated', 'item_removed')) as cart_updates,
        bool_or(kind = 'renewed') as renewals,
        bool_or(kind = 'extended') as manual_extends
    from usable_events
)
select
    usable_events.store,
    usable_events.cart_token,
    coalesce(
        max("at") filter (where kind not in ('expired', 'cancelled', 'risk_changed', 'restricted')),
        max("at")) as last_at,
    case when any_value(recorded.cart_updates)
         then count(*) filter (where kind in ('item_added', 'item_updated', 'item_removed')) end
        as cart_updates,
    case when any_value(recorded.renewals) then count(*) filter (where kind = 'renewed') end
        as renewals,
    case when any_value(recorded.manual_extends) then count(*) filter (where kind = 'extended') end
        as manual_extends
from usable_events
semi join open
    on open.store = usable_events.store and open.cart_token = usable_events.cart_token
cross join recorded
group by usable_events.store, usable_events.cart_token;
