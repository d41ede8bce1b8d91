-- The rows that were turned away, each with the whole of its text as the input has it.
insert into copy.rejects
select turned_away.file, turned_away.line, turned_away."column", turned_away.reason,
    turned_away.value, coalesce(raw_rows.text, turned_away.value)
from turned_away
left join (
    select _file, _line, to_json(raw)::varchar as text
    from raw
    where _file in (select file from turned_away)
) as raw_rows
    on raw_rows._file = turned_away.file and raw_rows._line = turned_away.line;
