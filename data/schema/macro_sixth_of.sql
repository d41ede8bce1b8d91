-- The sixth of a month (UTC) in which a moment lies, by its first day: five days, the last some more.
create macro copy.sixth_of(moment) as
    date_trunc('month', moment) + to_days(least((day(moment) - 1) // 5, 5)::integer * 5);
