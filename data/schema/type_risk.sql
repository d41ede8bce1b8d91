-- The risk levels that the data holds: the product's terms from the least concern to the most, then
-- what no term names.
create type copy.risk_name as enum (
    select risk
    from (select distinct risk from staged.sessions where risk is not null)
    order by list_position($terms, risk) nulls last, risk
);
