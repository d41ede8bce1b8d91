-- One row a product that a session of an event log holds at its end, or bought. The quantity is
-- what was put in less what was taken out, never below zero at any moment; an update sets it.
create view given_lines as
with held as (
    select
        store,
        cart_token,
        product_id,
        variant,
        sku,
        arg_max(product, "at") as product,
        greatest(
            list_reduce(
                list(struct_pack(
                    held := case when kind = 'item_updated' then coalesce(quantity, 1) end,
                    change := case kind when 'item_added' then coalesce(quantity, 1)
                                        when 'item_removed' then -coalesce(quantity, 1)
                                        else 0 end)
                    order by "at", seq, _file, _line),
                lambda cart, event: struct_pack(
                    held := coalesce(event.held, greatest(cart.held + event.change, 0)),
                    change := 0),
                struct_pack(held := 0, change := 0)).held,
            coalesce(sum(coalesce(quantity, 1)) filter (where kind = 'converted'), 0)
        ) as quantity,
        arg_max(unit_price, "at") as unit_price,
        arg_min(_file, "at") as _file,
        arg_min(_line, "at") as _line
    from usable_events
    where kind in ('item_added', 'item_updated', 'item_removed', 'converted')
      and coalesce(product_id, product, sku) is not null
    group by store, cart_token, product_id, variant, sku
)
select * from held where quantity > 0;
