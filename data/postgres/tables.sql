-- One row a table or view that can be read by its name alone, outside the server's own.
select relname
from pg_catalog.pg_class
where relkind in ('r', 'v', 'm', 'f', 'p')
  and pg_catalog.pg_table_is_visible(oid)
  and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
order by relname;
