-- One row an event that repeats another one exactly. The hash finds the few that may.
create table duplicate_events as
with alike as (
    select hash(store, cart_token, seq, "at", kind, product_id, product, quantity, detail, unit_price)
        as likeness
    from checked_events
    group by likeness
    having count(*) > 1
),
ranked as (
    select
        rowid as row_id,
        row_number() over (
            partition by store, cart_token, seq, "at", kind, product_id, product, quantity, detail,
                variant, sku, unit_price, visitor_id
            order by _file, _line, rowid
        ) as place
    from checked_events
    where len(problems) = 0
      and hash(store, cart_token, seq, "at", kind, product_id, product, quantity, detail, unit_price)
          in (select likeness from alike)
)
select row_id from ranked where place > 1;
