-- Why a text is no time, given the instant that it was read as; null when it is one or not said.
create macro moment_problem(named, given, instant) as
    case when given is null then null
         when instant is null then problem(named, 'not a time', given)
         when moment(instant) is null
             then problem(named, 'an impossible time: before 1990 or after 2099', given)
    end;
