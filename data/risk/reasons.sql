-- One row a session and signal that says something about it.
create table risk.reasons as
select session_no, family, shared, weight, bit
from (
    unpivot copy.signals
    on columns(* exclude (session_no, store, class))
    into name signal value value
)
join risk.speaking using (store, signal, value);
