-- The text of an identifier; "17850.0" is what a spreadsheet makes of 17850.
create macro id_said(given) as
    case when suffix(given, '.0') and regexp_full_match(said(given), '[0-9]+\.0')
         then left(said(given), -2) else said(given) end;
