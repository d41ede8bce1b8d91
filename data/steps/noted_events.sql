-- The events of a kind that the product does not know.
insert into noted
select _file, _line, 'kind', 'unknown, shown as it is', kind
from checked_events
where len(problems) = 0 and kind not in (select term from known_terms where concept = 'kind')
  and kind <> 'viewed';
