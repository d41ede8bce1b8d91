-- One row a column of the table named $1, in its order: its name, and whether it is nested, so that
-- its text is to be JSON, or a truth value, so that its text is to be a word.
select
    attname,
    typcategory = 'A' or typtype = 'c' as nested,
    typcategory = 'B' as truth
from pg_catalog.pg_attribute
join pg_catalog.pg_class on pg_class.oid = attrelid
join pg_catalog.pg_type on pg_type.oid = atttypid
where relname = $1
  and relkind in ('r', 'v', 'm', 'f', 'p')
  and pg_catalog.pg_table_is_visible(pg_class.oid)
  and attnum > 0
  and not attisdropped
order by attnum;
