-- One row a status: how many sessions of one visitor (as one store knows it) have it, one session left out.
select status, count(*) as sessions
from sessions
where visitor_id = $visitor_id
  and store = $store
  and session_no != $session_no
  and ($all_stores or store in $stores)
group by status
order by status nulls last
