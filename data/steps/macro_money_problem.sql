-- Why a text is no amount of money from 0 to a thousand million, given the amount that it was read
-- as; null when it is one or not said.
create macro money_problem(named, given, amount) as
    case when given is null then null
         when amount is null then problem(named, 'not an amount of money', given)
         when amount < 0 then problem(named, 'negative', given)
         when amount > 1000000000 then problem(named, 'absurd: more than 1,000,000,000', given)
    end;
