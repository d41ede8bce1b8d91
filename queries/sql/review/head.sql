-- One row a session at the head of the queue of those that need a person and that nobody decided
-- about, in its order: the highest score first, among equals whose timer ends the soonest.
select session_no
from waiting
where ($all_stores or store in $stores)
  and session_no not in (select session_no from decided.moved($as_of))
order by
    score desc,
    case when expires_at > $now then expires_at end asc nulls last,
    session_no desc
limit $most
