-- One row: how many rows the source gives of this input, usable or not.
select (select count(*) from checked_sessions)
     + (select count(*) from checked_lines)
     + (select count(*) from checked_events) as rows;
