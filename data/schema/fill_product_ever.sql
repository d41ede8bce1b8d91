-- One row a product, risk level, and whether the sessions came from machines, and one for all of these
-- together, for all of the time.
insert into staged.product_spans by name
select
    'ever' as unit,
    store,
    product_no,
    whole,
    risk,
    machine,
    sum(still_open) as still_open,
    sum(converted) as converted,
    sum(expired) as expired,
    sum(cancelled) as cancelled,
    sum(others) as others,
    sum(bought) as bought,
    sum(left_behind) as left_behind,
    sum(seconds_converted) as seconds_converted,
    sum(seconds_expired) as seconds_expired,
    sum(seconds_cancelled) as seconds_cancelled,
    sum(seconds_sold) as seconds_sold
from staged.product_spans
where unit = 'month'
group by store, product_no, whole, risk, machine;
