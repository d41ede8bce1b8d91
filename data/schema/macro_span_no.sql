-- The number of a stretch of time by which sessions are rolled up, by its unit and its start (null: all of
-- the time). Those of one unit are side by side, in order.
create macro copy.span_no(unit, starts) as
    enum_code(unit::copy.span_unit)::integer * 100000000
    + coalesce(epoch_ms(starts) // 21600000, 0)::integer;
