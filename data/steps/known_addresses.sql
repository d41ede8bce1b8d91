-- One row an IP address as the input writes it: plain IPv4 here, the others are added by Python,
-- with a note where the text says something else than the address alone.
-- The number is that of the IPv4-mapped IPv6 address, so that both kinds share one line.
create table known_addresses as
with addresses as (
    select distinct value_of(said(ip)) as said from mapped_sessions
),
parts as (
    select said, string_split(said, '.') as part
    from addresses
    where regexp_full_match(said, '(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}')
)
select
    said,
    said as canonical,
    281470681743360::uhugeint + part[1]::bigint * 16777216 + part[2]::bigint * 65536
        + part[3]::bigint * 256 + part[4]::bigint as number,
    null::varchar as note
from parts
where list_max(list_transform(part, lambda octet: octet::integer)) <= 255;
