-- The sessions whose value is in minor units while their lines are not, or the other way round.
insert into turned_away
select
    _file,
    _line,
    'cart_value',
    case when cart_value > lines_value
         then 'in minor units: exactly the total of its lines without the decimal point'
         else 'its lines are in minor units: their total is exactly this without the decimal point'
    end,
    rtrim(rtrim(cart_value::varchar, '0'), '.'),
    'sessions'
from in_minor_units;
