-- One row a session of one store with one set of reasons, but one session: those first whose
-- reasons weigh as much as its own do, and of these the latest.
select alike.session_no
from alike
where store = $store
  and reasons = $reasons::ubigint
  and alike.session_no <> $session_no
  and ($all_stores or store in $stores)
order by abs(strength - (select strength from scores where session_no = $session_no)), alike.session_no desc
limit $most
