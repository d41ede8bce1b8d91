-- One row a sixth of a month, a month (UTC), or all of the time (starts is null then) in which sessions
-- started, product, risk level, and whether they came from machines; and one for all risk levels, people
-- and machines together (whole): how many sessions reserved the product, by status; how many that
-- converted (bought) or expired (left_behind) held it at their end, null where the store records no
-- lines; and for how many unit-seconds those that ended held it, by status, and until its sale (sold).
-- span is the number of unit and starts, by which rows are found. Of a risk level, the products that most
-- sessions name, which have the lowest numbers, lie together, then four times as many, and so on: those
-- that stand high in a period are read without the many that cannot.
create table copy.product_spans as
select
    whole,
    copy.span_no(unit, starts) as span,
    store,
    unit,
    starts,
    * exclude (whole, store, unit, starts)
from staged.product_spans
order by whole, risk, floor(log2(product_no // 1024 + 1) / 2), span, store, product_no;
