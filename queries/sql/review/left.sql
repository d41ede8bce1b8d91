-- One row a store: how many of its sessions need a person and nobody decided about.
select store::varchar as store, count(*) as sessions
from waiting
where ($all_stores or store in $stores)
  and session_no not in (select session_no from decided.moved($as_of))
group by store
order by store
