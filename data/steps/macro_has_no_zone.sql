-- Whether the text of a time names no zone: no Z, no offset and no zone's name at its end.
create macro has_no_zone(given) as
    case when given is null or suffix(given, 'Z') or suffix(given, '+00') then false
         when given[-1] > '9' then false
         when length(given) <= 10 then true
         else not (given[-6] in ('+', '-') or given[-5] in ('+', '-') or given[-3] in ('+', '-'))
    end;
