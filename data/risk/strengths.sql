-- One row a session about which some signal says something: what its reasons weigh, each family
-- counted once, by its strongest signal. own: of the families that are the session's own; shared:
-- of those that rest on what unrelated people may share; network: of crowding by address alone.
create table risk.strengths as
with speaking as (
    select occurring.store, occurring.signal, occurring.value, weight, family, shared, bit
    from risk.values as occurring
    join risk.stores using (store)
    join copy.tails as tails
        on tails.yardstick is not distinct from case when own_yardstick then occurring.store end
        and tails.signal = occurring.signal
        and tails.value = occurring.value
    join copy.measures as measures on measures.signal = occurring.signal
    where weight > 0
),
families as (
    select
        session_no, family, shared,
        max(weight) as weight,
        bit_or(1::ubigint << bit) as reasons
    from (
        unpivot copy.signals
        on columns(* exclude (session_no, store, class))
        into name signal value value
    )
    join speaking using (store, signal, value)
    group by session_no, family, shared
)
select
    session_no,
    coalesce(sum(weight) filter (where not shared), 0) as own,
    count(*) filter (where not shared) as own_families,
    coalesce(sum(weight) filter (where shared), 0) as shared,
    coalesce(max(weight) filter (where family = 'network'), 0) as network,
    bool_or(family = 'visitor') as by_visitor,
    bit_or(reasons) as reasons
from families
group by session_no;
