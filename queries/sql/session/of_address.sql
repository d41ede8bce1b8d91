-- One row an outcome: how many sessions of one address have it, one session left out, and the
-- numbers of the last of them to start.
select outcome, count(*) as sessions, max(session_no, $most) as latest
from addresses
where ip_number = $ip_number::uhugeint
  and session_no != $session_no
  and ($all_stores or store in $stores)
group by outcome
