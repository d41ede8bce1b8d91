-- One row a session: how rare its values are, added up over one signal of each family that has many
-- values. What stands here is no reason: half of all sessions are above the median.
create table risk.rareness as
select session_no, sum(rareness) as rareness
from (
    unpivot (
        select
            session_no, signals.store, case when own_yardstick then signals.store end as yardstick,
            visitor_week, visitor_unsold, ip_day, stock_share, renewals_used, extends_alone,
            checkout_seconds, evenness, cart_value, item_count
        from copy.signals as signals
        join risk.stores as stores on stores.store = signals.store
    )
    on visitor_week, visitor_unsold, ip_day, stock_share, renewals_used, extends_alone,
       checkout_seconds, evenness, cart_value, item_count
    into name signal value value
) as seen
join copy.tails as tails
    on tails.yardstick is not distinct from seen.yardstick
    and tails.signal = seen.signal
    and tails.value = seen.value
group by session_no;
