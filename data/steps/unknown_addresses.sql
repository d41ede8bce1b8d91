-- One row an address of the input that is not plain IPv4.
select distinct value_of(said(ip)) as said
from mapped_sessions
where value_of(said(ip)) is not null and value_of(said(ip)) not in (select said from known_addresses);
