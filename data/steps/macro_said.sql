-- A text without the space, line ends and byte-order marks around it; nothing else is nothing said.
-- Most texts begin and end with a visible character, which is much cheaper to see than to trim.
create macro said(given) as
    case when given[1] > ' ' and given[1] <= '~' and given[-1] > ' ' and given[-1] <= '~' then given
         else nullif(trim(given, concat(
             ' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(160), chr(65279))), '') end;
