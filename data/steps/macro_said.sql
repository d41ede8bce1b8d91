-- A text without the space, line ends and byte-order marks around it; nothing else is nothing said.
create macro said(given) as
    nullif(trim(given, concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(160), chr(65279))), '');
