-- A large number to two significant digits, so that the values of a signal stay few. Nothing stays
-- nothing, which least() alone would make the largest number.
create macro risk.readable(number) as
case
    when number is null then null
    when number < 1000 then number
    when number < 10000 then number // 100 * 100
    when number < 100000 then number // 1000 * 1000
    when number < 1000000 then number // 10000 * 10000
    else least(number // 100000 * 100000, 99900000)
end;
