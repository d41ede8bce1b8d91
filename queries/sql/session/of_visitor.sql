-- One row an outcome: how many sessions of one visitor have it, one session left out, and the
-- numbers of the last of them to start.
select outcome, count(*) as sessions, max(session_no, $most) as latest
from visitors
where visitor_number = md5_number($visitor_id)
  and session_no != $session_no
  and ($all_stores or store in $stores)
group by outcome
