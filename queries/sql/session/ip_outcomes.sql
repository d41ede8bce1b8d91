-- One row a status: how many sessions of one address have it, one session left out.
select status, count(*) as sessions
from addresses
join outcomes using (outcome)
where ip_number = $ip_number::uhugeint
  and session_no != $session_no
  and ($all_stores or store in $stores)
group by status
order by status nulls last
