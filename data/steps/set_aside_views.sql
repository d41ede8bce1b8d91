-- The events that hold no stock: views, of shoppers who reserved something and of those who did not.
insert into set_aside
select
    events._file,
    events._line,
    case when known.cart_token is null
         then 'only looked: put nothing into a cart, took nothing out and bought nothing'
         else 'a view of a product, which holds no stock' end
from usable_events as events
left join staged.sessions as known
    on known.store = events.store and known.cart_token = events.cart_token
where events.kind = 'viewed';
