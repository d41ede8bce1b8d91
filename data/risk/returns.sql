-- One row a session whose visitor takes the same variant of a product again within two minutes of
-- losing it: how many times that visitor took one product so. A variant that is not known may be
-- any.
create table risk.returns as
with followed as (
    select
        session_no, visitor, product, variant, began,
        lag(variant) over past as lost_variant,
        lag(until) over past as lost_at,
        lag(freed) over past as was_freed
    from risk.holds
    semi join risk.visitors using (visitor)
    window past as (partition by visitor, product order by began, session_no, variant)
),
again as (
    select
        session_no,
        count(*) filter (
            where was_freed
              and coalesce(variant = lost_variant, true)
              and began between lost_at and lost_at + interval 2 minutes
        ) over (partition by visitor, product) as times
    from followed
)
select session_no, max(times) as times
from again
where times > 0
group by session_no;
