-- One row a store and length of its timer in seconds: how many expired sessions ran out that long after
-- their last activity. Those that were renewed or extended are left out: their timer started later.
create table copy.timers as
select
    store,
    copy.duration_bin((epoch_us(expires_at) - epoch_us(last_activity_at)) // 1_000_000) as seconds,
    count(*)::integer as sessions
from copy.sessions
where status::varchar = 'Expired'
  and coalesce(renewals, 0) = 0
  and coalesce(manual_extends, 0) = 0
  and expires_at > last_activity_at
group by all
order by store, sessions desc, seconds;
