-- One row: how many events there are to lay out, and whether all of them have a number.
select count(*) as rows, count(*) = count(seq) as numbered from staged.known_events;
