-- Why a text is no whole number from 0 to a largest one, given the number that it was read as;
-- null when it is one or not said.
create macro whole_problem(named, given, number, largest) as
    case when given is null then null
         when number is null then problem(named, 'not a number', given)
         when number < 0 then problem(named, 'negative', given)
         when number > largest
             then problem(named, concat('absurd: more than ', format('{:,}', largest)), given)
         when number <> trunc(number) then problem(named, 'not a whole number', given)
    end;
