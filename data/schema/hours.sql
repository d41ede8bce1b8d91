-- One row an hour (UTC) in which sessions started, store, outcome, and whether they came from machines,
-- and one for people and machines together (whole): how many. A store of null holds all stores.
create table copy.hours as
select *
from staged.hours
order by whole, store nulls first, hour;
