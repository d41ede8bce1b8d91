-- No row: the two columns that every input row has.
create view no_files as select null::varchar as _file, null::bigint as _line where false;
