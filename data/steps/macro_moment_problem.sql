-- Why a text is no time, given the instant that it was read as; null when it is one or not said. No
-- place on earth is further from UTC than 14 hours. Where clocks are put forward, an hour of a zone
-- does not exist: read there and written again, a time of that hour is another one.
create macro moment_problem(named, given, instant) as
    case when given is null then null
         when instant is null and regexp_full_match(given, '[0-9]{9,16}([.][0-9]*)?')
             then problem(named, 'a number where a time is wanted', given)
         when instant is null then problem(named, 'not a time', given)
         when moment(instant) is null
             then problem(named, 'an impossible time: before 1990 or after 2099', given)
         when given[-3] = ':' and given[-6] in ('+', '-') and given[-5:] > '14:00'
             then problem(named, 'an impossible zone: more than 14 hours from UTC', given)
         when current_setting('TimeZone') != 'UTC' and has_no_zone(given)
              and timezone(current_setting('TimeZone'), instant) != try_cast(given as timestamp)
             then problem(named, 'an impossible time: clocks skip it in ' || current_setting('TimeZone'), given)
    end;
