-- One row an hour (UTC), store, outcome, currency, and whether the sessions that started then came from
-- machines, and one for all risk levels, people and machines together (whole; its outcome stands for
-- the status): of those that converted or expired, how many tell what their carts were worth (priced),
-- and how much that is together. A store of null holds all stores.
create table copy.hour_values as
select *
from staged.hour_values
order by whole, store nulls first, hour;
