-- One row an hour (UTC), store, currency, risk level, and whether the sessions that started then came
-- from machines, and one for all risk levels, people and machines together (whole): of those that
-- converted, and of those that expired (left), how many tell what their carts were worth (priced), and
-- how much that is together; null where none does. A store of null holds all stores.
create table copy.hour_values as
select *
from staged.hour_values
order by whole, store nulls first, hour;
