-- One row: when the copy was made, from what, and what became of its input rows.
select schema_version, made_at, source, kind, rows_in, taken, set_aside, turned_away from copy.builds;
