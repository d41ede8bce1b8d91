-- The event kinds that the data holds: the product's terms in their order, then what no term names.
create type copy.event_kind_name as enum (
    select kind
    from (select distinct kind from staged.events)
    order by list_position($terms, kind) nulls last, kind
);
