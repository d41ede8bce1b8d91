-- One row a file of which the source uses at least one row.
select distinct _file from checked_sessions where _file is not null
union select distinct _file from checked_lines where _file is not null
union select distinct _file from checked_events where _file is not null;
