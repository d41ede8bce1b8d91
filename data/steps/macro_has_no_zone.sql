-- Whether the text of a time names no zone: no Z, no UTC, no offset at its end.
create macro has_no_zone(given) as
    given is not null
    and right(given, 1) not in ('Z', 'z', 'C')
    and not (length(given) > 10 and (given[-6] in ('+', '-') or given[-5] in ('+', '-') or given[-3] in ('+', '-')));
