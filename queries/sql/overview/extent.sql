-- One row: when the first and the last session of the stores in view started; null when there is none.
select min(started_at) as first, max(started_at) as last
from sessions
where $all_stores or store in $stores
