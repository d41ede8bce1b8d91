-- The number of a stretch of time by which sessions are rolled up, by its unit and its start (null: all of
-- the time): those of one unit lie side by side, in order. starts is the beginning of a quarter of a day.
create macro copy.span_no(unit, starts) as
    case unit::varchar
        when 'quarter of a day' then 0
        when 'day' then 100000000
        when 'sixth of a month' then 200000000
        when 'month' then 300000000
        when 'ever' then 400000000
    end
    + coalesce(epoch_ms(starts) // 21600000, 0)::integer;
