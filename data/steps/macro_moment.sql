-- The UTC time of an instant; null outside the years in which a shop can have been online.
create macro moment(instant) as
    case when instant between timestamptz '1990-01-01 00:00:00+00' and timestamptz '2100-01-01 00:00:00+00'
         then timezone('UTC', instant) end;
