-- One row a row of the source's lines, in the contract's columns, as text.
create view mapped_lines as
select * from contract_lines union all by name select * from given_lines;
