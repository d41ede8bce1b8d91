-- One row a session whose cart token is a text, whatever the case: its number.
select session_no
from tokens
where token_number = md5_number_lower(lower($spelling))
  and ($all_stores or len($stores) > 0)
