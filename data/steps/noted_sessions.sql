-- The sessions with a status, risk level or session type that the product does not know, with an IP
-- address that says something else too, and with a country that is given by name or cannot be
-- understood.
insert into noted
select _file, _line, note."column", note.reason, note.value
from (
    select _file, _line, unnest(list_filter([
        case when status is not null and status not in (select term from known_terms where concept = 'status')
             then problem('status', 'unknown, shown as it is', status) end,
        case when risk is not null and risk not in (select term from known_terms where concept = 'risk')
             then problem('risk', 'unknown, shown as it is', risk) end,
        case when session_type is not null
              and session_type not in (select term from known_terms where concept = 'session_type')
             then problem('session_type', 'unknown, shown as it is', session_type) end,
        case when ip_note is not null then problem('ip', ip_note, ip_said) end,
        case when country_said is not null and country is null
             then problem('country', 'not one country, left empty', country_said) end,
        case when length(country_said) > 3 and country is not null
             then problem('country', 'a name where a code is wanted, understood', country_said) end
    ], lambda found: found is not null)) as note
    from checked_sessions
    where len(problems) = 0
);
