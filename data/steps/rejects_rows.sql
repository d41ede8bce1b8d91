-- The rows that were turned away, each with the whole of its text: what a text file has there, or
-- the fields of the row that are not empty.
insert into copy.rejects
select turned_away.file, turned_away.line, turned_away."column", turned_away.reason,
    turned_away.value, coalesce(raw_rows.text, turned_away.value)
from turned_away
left join (
    select
        _file,
        _line,
        -- A patch leaves out what is null in it, and takes away what is null in a second one.
        json_merge_patch(
            json_merge_patch('{}', to_json(raw)), '{"_file": null, "_line": null}')::varchar as text
    from raw
    where (_file, _line) in (select (file, line) from turned_away)
) as raw_rows
    on raw_rows._file = turned_away.file and raw_rows._line = turned_away.line;
