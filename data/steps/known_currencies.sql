-- One row a currency of ISO 4217 that the input names, and the number of its decimals.
create table known_currencies (code varchar, places integer);
