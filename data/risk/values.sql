-- One row a store, signal and value that occurs: how many of its sessions have it. Known crawlers
-- are none of those that tell what is usual.
create table risk.values as
select
    store, signal, value,
    count(*) filter (where class is distinct from 'good crawler') as sessions
from (
    unpivot copy.signals
    on columns(* exclude (session_no, store, class))
    into name signal value value
)
group by store, signal, value;
