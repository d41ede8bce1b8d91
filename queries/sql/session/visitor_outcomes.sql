-- One row a status: how many sessions of one visitor have it, one session left out.
select status, count(*) as sessions
from sessions
where session_no in (
        select session_no
        from visitors
        where visitor_number = md5_number_lower($visitor_id)
    )
  and visitor_id = $visitor_id
  and session_no != $session_no
  and ($all_stores or store in $stores)
group by status
order by status nulls last
