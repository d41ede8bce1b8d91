-- One row an address of the input that is not plain IPv4.
select distinct value_said(ip) as said
from mapped_sessions
where value_said(ip) is not null and value_said(ip) not in (select said from known_addresses);
