-- One row a row of the source's events, in the contract's columns, as text.
create view mapped_events as
select * from contract_events union all by name select * from given_events;
