-- One row a country as the input writes it.
select distinct value_said(country) as said
from mapped_sessions where value_said(country) is not null;
