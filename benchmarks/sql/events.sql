-- One row a moment in a session, as a contract file has it: eight for each of $sessions.
select
    'store-' || lpad((1 + floor(20 * pow(hash(number) % 1000003 / 1000003.0, 2.2))::integer)::varchar, 2, '0') as store,
    md5(number::varchar) as cart_token,
    seq,
    $until::timestamp
        - to_days(1 + floor(364 * pow(hash(number, 1) % 1000003 / 1000003.0, 1.25))::integer)
        + to_seconds(hash(number, 7) % 86400 + (seq - 1) * 95 + product % 90) as "at",
    (
        [
            'created', 'item_added', 'item_updated', 'renewed', 'item_removed', 'item_added',
            'checkout_started', 'renewed'
        ]
    )[seq] as kind,
    case when seq in (2, 3, 5, 6) then 'p' || product end as product_id,
    case when seq in (2, 3, 5, 6) then 'Product number ' || product end as product,
    case when seq in (2, 3, 5, 6) then 1 + product % 3 end as quantity
from (
    select
        number,
        seq,
        floor(5000 * pow(hash(number, 20 + seq) % 100003 / 100003.0, 2))::integer as product
    from range($sessions) as counted (number), range(1, 9) as eight (seq)
)
