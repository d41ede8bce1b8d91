-- The lines whose cart token no session has.
insert into turned_away
select _file, _line, 'cart_token', 'no session has this cart token', cart_token, 'lines'
from usable_lines as orphan
where not exists (
    select 1 from staged.sessions as known
    where known.store = orphan.store and known.cart_token = orphan.cart_token
);
