-- One row a term of the product, as it may be written in lower case, and as it is stored.
create table known_terms (concept varchar, said varchar, term varchar);
