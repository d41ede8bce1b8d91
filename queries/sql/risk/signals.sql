-- One row: one session's levels, score and reasons by their bits, and the values of its signals.
select
    signals.*,
    sessions.status,
    case when risk_recorded then risk end as recorded,
    sessions.suggested,
    sessions.score::double as score,
    scores.reasons
from signals
join scores on scores.session_no = $session_no
join sessions on sessions.session_no = $session_no
where signals.session_no = $session_no
  and ($all_stores or signals.store in $stores)
