-- One row a country as the input writes it, and its ISO 3166-1 alpha-2 code, if it has one.
create table known_countries (said varchar, code varchar);
