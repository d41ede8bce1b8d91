-- One row a signal that can be a reason: its bit, and what is usual in one store, null where no
-- session of its yardstick has a value.
select signal, bit, of_whole_copy, available, median, usual_to
from measures
left join (select * from yardsticks where store = $store and ($all_stores or store in $stores))
    using (signal)
