-- One row: 1 when the input records what was put into a cart, taken out of it or bought, else 0.
select exists (
    select 1
    from usable_events
    where kind in ('item_added', 'item_updated', 'item_removed', 'converted')
      and coalesce(product_id, product, sku) is not null
)::integer;
