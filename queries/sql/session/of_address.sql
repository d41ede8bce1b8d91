-- One row a status: how many sessions of one address have it, one session left out, and the numbers
-- of the last of them to start.
select status, count(*) as sessions, max(session_no, $most) as latest
from addresses
join outcomes using (outcome)
where ip_number = $ip_number
  and session_no != $session_no
  and ($all_stores or store in $stores)
group by status
order by status nulls last
