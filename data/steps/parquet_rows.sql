-- One row a row of the Parquet files of the input, with the file that it is from and its number in
-- it, counted from 0.
from read_parquet(
    $files, union_by_name = true, filename = '_input_file', file_row_number = true
);
