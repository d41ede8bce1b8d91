-- One row a length of the timer in seconds, the most frequent first: how many expired sessions of the
-- stores in view ran out that long after their last activity.
select seconds, sum(sessions)::bigint as sessions
from timers
where $all_stores or store in $stores
group by seconds
order by sessions desc, seconds
