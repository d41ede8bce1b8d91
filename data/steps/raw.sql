-- One row a row of the input, of all its files together, every column as text.
create view raw as
select * from text_files union all by name select * from parquet_files;
