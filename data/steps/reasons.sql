-- One row a reason: how often it was given, and the first places.
with given as (
    select
        'turned away' as outcome,
        concat_ws(': ', "column", reason) as reason,
        concat(coalesce(file, 'place not known'), coalesce(concat(':', line), ''),
               coalesce(concat(' ', "column"), ''), ': ', reason,
               coalesce(concat(' (', left(value, 80), ')'), '')) as example,
        file, line
    from turned_away
    union all
    select 'set aside', reason,
        concat(coalesce(file, 'place not known'), coalesce(concat(':', line), ''), ': ', reason),
        file, line
    from set_aside
    union all
    select 'noted', concat_ws(': ', "column", reason),
        concat(coalesce(file, 'place not known'), coalesce(concat(':', line), ''),
               coalesce(concat(' ', "column"), ''), ': ', reason,
               coalesce(concat(' (', left(value, 80), ')'), '')),
        file, line
    from noted
)
select outcome, reason, count(*) as rows, arg_min(example, (file, line), 3) as examples
from given
group by outcome, reason
order by outcome desc, rows desc, reason;
