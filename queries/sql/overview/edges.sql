-- One row a moment, in order: how many sessions of the copy started before it, whatever stores are
-- asked for. As session_no counts in order of start, this is the first of those that started later.
select coalesce(
    (select min(quarters.first) from quarters where quarter >= moment),
    (select count(*) from sessions)
) as first
from (select unnest($moments::timestamp[]) as moment)
where $all_stores or $stores is not null
order by moment
