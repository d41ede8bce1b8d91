-- The names of the stores, in order.
create type copy.store_name as enum (select distinct store from staged.sessions order by store);
