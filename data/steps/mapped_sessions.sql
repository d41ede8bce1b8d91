-- One row a row of the source's sessions, in the contract's columns, as text.
create view mapped_sessions as
select * from contract_sessions union all by name select * from given_sessions;
