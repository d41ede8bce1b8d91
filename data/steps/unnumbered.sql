-- One row: how many usable lines and events have no number of their own.
select
    (select count(*) from checked_lines where line_no is null and len(problems) = 0) as lines,
    (select count(*) from checked_events where seq is null and len(problems) = 0) as events;
