-- One row a day, sixth of a month or month (UTC) in which sessions started, store, risk level, whether
-- they came from machines, and a value of one dimension; and one for all risk levels, people and machines
-- together (whole): how many sessions, by status. span is the number of unit and starts, by which rows
-- are found. A store of null holds all stores; of all stores there are quarters of a day, too. The
-- dimension names the column of sessions that the value is of; it is a number: the position in an enum, 0
-- or 1 for false or true, seconds in bins of duration_bin; null is not recorded. By country there are
-- currencies too; of the carts that converted, and of those that expired (left), how many tell what they
-- were worth (priced), and how much that is together; null where none does.
create table copy.spans as
select
    whole,
    store,
    copy.span_no(unit, starts) as span,
    unit,
    starts,
    * exclude (whole, store, unit, starts)
from staged.spans
order by whole, store nulls first, span, dimension;
