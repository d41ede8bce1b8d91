-- The bin of a length of time in seconds, by its lower end: as fine as 10 seconds below ten minutes,
-- a minute below two hours, ten minutes below a day, and a day from there on.
create macro copy.duration_bin(seconds) as
    case
        when seconds < 600 then seconds // 10 * 10
        when seconds < 7200 then seconds // 60 * 60
        when seconds < 86400 then seconds // 600 * 600
        else seconds // 86400 * 86400
    end::integer;
