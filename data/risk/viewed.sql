-- One row a session whose views of products the source recorded.
create table risk.viewed as
select session_no, views.views
from staged.views as views
join copy.sessions using (store, cart_token);
