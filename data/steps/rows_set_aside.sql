-- One row: how many input rows were set aside whole. A row of which a part was taken, or which was
-- turned away, is not among them.
with aside as (
    select distinct file, line from set_aside
    where not exists (
        select 1 from turned_away
        where turned_away.file = set_aside.file and turned_away.line = set_aside.line)
),
events_there as (
    select _file, _line, store, cart_token
    from usable_events
    semi join aside on aside.file = usable_events._file and aside.line = usable_events._line
    where kind <> 'viewed'
),
partly as (
    select _file, _line from usable_sessions
    union all select _file, _line from usable_lines
    union all
    select _file, _line
    from events_there
    semi join staged.sessions as known
        on known.store = events_there.store and known.cart_token = events_there.cart_token
)
select count(*) as rows
from aside
where not exists (
    select 1 from partly where partly._file = aside.file and partly._line = aside.line);
