-- One row an hour (UTC) in which sessions started, store, risk level, and whether they came from machines,
-- and one for all risk levels, people and machines together (whole): how many, by status. Those that a
-- person must look at have a row of their own (needs_look), and so has each status that no term names
-- (is_other; status is null where none is recorded, and in all other rows). A store of null holds all
-- stores.
create table copy.hours as
select *
from staged.hours
order by whole, store nulls first, hour;
