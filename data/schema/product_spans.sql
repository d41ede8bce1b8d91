-- One row a sixth of a month, a month (UTC), or all of the time (starts is null then) in which sessions
-- started, product, risk level, and whether they came from machines; and one for all risk levels, people
-- and machines together (whole): how many sessions reserved the product, by status; how many that
-- converted (bought) or expired (left_behind) held it at their end, null where the store records no
-- lines; and for how many unit-seconds those that ended held it, by status, and until its sale (sold).
create table copy.product_spans as
select *
from staged.product_spans
order by unit, whole, starts, store, product_no;
