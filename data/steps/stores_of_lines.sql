-- The lines that name no store get that of their session, where the token is of one store only.
update checked_lines
set store = known.store
from (
    select cart_token, any_value(store) as store
    from checked_sessions
    where store is not null
    group by cart_token
    having count(distinct store) = 1
) as known
where checked_lines.store is null and checked_lines.cart_token = known.cart_token;
