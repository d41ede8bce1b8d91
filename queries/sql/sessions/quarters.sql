-- One row a quarter of an hour in which sessions of the copy started, in order, whatever stores are
-- asked for: they are those from session_no first up to before session_no after.
select quarter, first, after
from quarters
where $all_stores or $stores is not null
order by quarter
