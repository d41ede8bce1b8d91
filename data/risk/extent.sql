-- One row: how many sessions there are, and whether the events of any name a product.
select
    count(*) as sessions,
    exists (
        select 1
        from copy.events
        where kind in ('item_added', 'item_updated') and coalesce(product_id, product) is not null
    ) as names_products
from staged.numbered;
