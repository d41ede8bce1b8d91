-- One row a session about which some signal says something: what its reasons weigh, each family
-- counted once, by its strongest signal. own: of the families that are the session's own; shared:
-- of those that rest on what unrelated people may share; network and visitor: of crowding by address
-- and by visitor alone.
create table risk.strengths as
with families as (
    select session_no, family, shared, max(weight) as weight, bit_or(1::ubigint << bit) as reasons
    from risk.reasons
    group by session_no, family, shared
)
select
    session_no,
    coalesce(sum(weight) filter (where not shared), 0) as own,
    count(*) filter (where not shared) as own_families,
    coalesce(sum(weight) filter (where shared), 0) as shared,
    coalesce(max(weight) filter (where family = 'network'), 0) as network,
    coalesce(max(weight) filter (where family = 'visitor'), 0) as visitor,
    bit_or(reasons) as reasons
from families
group by session_no;
