-- One row a country as the input writes it.
select distinct value_of(said(country)) as said
from mapped_sessions where value_of(said(country)) is not null;
