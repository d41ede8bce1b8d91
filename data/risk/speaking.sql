-- One row a store, signal and value that says something: what it weighs there.
create table risk.speaking as
select occurring.store, occurring.signal, occurring.value, weight, family, shared, bit
from risk.values as occurring
join risk.stores using (store)
join copy.tails as tails
    on tails.yardstick is not distinct from case when own_yardstick then occurring.store end
    and tails.signal = occurring.signal
    and tails.value = occurring.value
join copy.measures as measures on measures.signal = occurring.signal
where weight > 0;
