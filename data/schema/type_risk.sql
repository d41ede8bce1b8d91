-- The risk levels: the product's terms from the least concern to the most, then what else the data
-- holds.
create type copy.risk_name as enum (
    select risk
    from (
        select unnest($terms) as risk
        union
        select risk from staged.sessions where risk is not null
    )
    order by list_position($terms, risk) nulls last, risk
);
