-- One row a store of the copy.
select distinct store::varchar as store from copy.sessions order by store;
