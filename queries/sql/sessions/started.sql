-- One row: how many of the sessions from session_no $low up to before $high started before a moment,
-- whatever stores are asked for.
select count(*)
from sessions
where session_no >= $low
  and session_no < $high
  and started_at < $moment
  and ($all_stores or $stores is not null)
