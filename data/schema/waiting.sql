-- One row a session that needs a person, by the copy alone: its level is Review, or the suggested
-- level is Review or more and beyond the recorded one. expires_at is null where no timer runs.
create table copy.waiting as
select session_no, store, score, case when active then expires_at end as expires_at
from copy.sessions
join copy.outcomes using (outcome)
where sessions.risk::varchar = $review
   or (
       list_position($risks, suggested::varchar) >= list_position($risks, $review)
       and list_position($risks, suggested::varchar)
       > coalesce(list_position($risks, sessions.risk::varchar), 0)
   )
order by score desc, session_no desc;
