-- One row: when the first and the last session of the stores in view started; null when there is none.
select min(first_start) as first, max(last_start) as last
from stores
where $all_stores or store in $stores
