-- The sessions whose value is in minor units while their lines are not.
insert into turned_away
select
    _file, _line, 'cart_value',
    'in minor units: exactly the total of its lines without the decimal point',
    cart_value::varchar, 'sessions'
from in_minor_units;
