-- The session types that the data holds: the product's terms in their order, then what no term names.
create type copy.session_type_name as enum (
    select session_type
    from (select distinct session_type from staged.sessions where session_type is not null)
    order by list_position($terms, session_type) nulls last, session_type
);
