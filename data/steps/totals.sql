-- One row: what the copy holds.
select
    (select count(*) from copy.sessions) as sessions,
    (select count(*) from copy.lines) as lines,
    (select count(*) from copy.events) as events;
