-- The statuses that the data holds: the product's terms in their order, then what no term names.
create type copy.status_name as enum (
    select status
    from (select distinct status from staged.sessions where status is not null)
    order by list_position($terms, status) nulls last, status
);
