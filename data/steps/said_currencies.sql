-- One row a currency as the input writes it, in capitals.
select distinct upper(value_of(said(currency))) as code
from mapped_sessions where value_of(said(currency)) is not null;
