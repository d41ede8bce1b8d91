-- What is said of an identifier; "17850.0" is what a spreadsheet makes of 17850.
create macro id_of(said) as
    case when suffix(said, '.0') and regexp_full_match(said, '[0-9]+\.0')
         then left(said, -2) else said end;
