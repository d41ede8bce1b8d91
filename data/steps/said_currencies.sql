-- One row a currency as the input writes it, in capitals.
select distinct upper(value_said(currency)) as code
from mapped_sessions where value_said(currency) is not null;
