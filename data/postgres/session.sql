-- One row: how values are written as text for the rest of this transaction, whatever the server's
-- own way: times in UTC and in the order of ISO 8601.
select
    set_config('TimeZone', 'UTC', true),
    set_config('DateStyle', 'ISO, YMD', true),
    set_config('IntervalStyle', 'iso_8601', true),
    set_config('bytea_output', 'hex', true);
