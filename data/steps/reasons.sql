-- One row a reason: how often it was given, and the first places.
with given as (
    select 'turned away' as outcome, file, line, "column", reason, value from turned_away
    union all
    select 'set aside', file, line, null, reason, null from set_aside
    union all
    select 'noted', file, line, "column", reason, value from noted
),
told as (
    select
        outcome,
        concat_ws(': ', "column", reason) as reason,
        concat(
            coalesce(file, 'place not known'), ':' || line, ' ' || "column", ': ', reason,
            ' (' || nullif(left(regexp_replace(value, '\s+', ' ', 'g'), 80), '') || ')'
        ) as example,
        file,
        line
    from given
),
counted as (
    select outcome, reason, count(*) as rows, arg_min(example, (file, line), 3) as first_three
    from told
    group by outcome, reason
)
select
    outcome,
    reason,
    rows,
    -- Of several in one place, such as the objects of one line, one is enough.
    list_filter(first_three, lambda one, place: place = 1 or one <> first_three[place - 1]) as examples
from counted
order by outcome desc, rows desc, reason;
