-- One row a session whose value is exactly its lines' total in cents, fils, sen, ...: money in
-- minor units on one side of the source and not on the other.
create table in_minor_units as
select s.store, s.cart_token, s.cart_value, lines.value as lines_value, s._file, s._line
from usable_sessions as s
join line_totals as lines on lines.store = s.store and lines.cart_token = s.cart_token
left join known_currencies as decimals on decimals.code = s.currency
where lines.value > 0
  and coalesce(decimals.places, 2) > 0
  and s.cart_value = lines.value * power(10, coalesce(decimals.places, 2))::decimal(18, 0);
