-- One row a pair of status and risk level, the most frequent first: those that sessions have, and
-- every status that occurs (null too) with every level of the terms, so that a decision can move a
-- session to any of them. The level is the recorded one or else the suggested one, so that every
-- session has one. One small number for both makes counting by them cheap. concern orders by risk, the
-- highest first: the product's levels, then those that no term names.
create table copy.outcomes as
select
    outcome,
    status::copy.status_name as status,
    risk,
    coalesce(status = $active, false) as active,
    coalesce(len($risks) - list_position($risks, risk::varchar), len($risks))::utinyint as concern
from (
    select
        status,
        risk,
        (row_number() over (order by sum(sessions) desc, status, risk) - 1)::usmallint as outcome
    from (
        select status, coalesce(risk::copy.risk_name, suggested) as risk, count(*) as sessions
        from staged.numbered
        join copy.scores using (session_no)
        group by all
        union all
        select status, unnest($risks)::copy.risk_name, 0
        from (select distinct status from staged.numbered)
    )
    group by status, risk
)
order by outcome;
