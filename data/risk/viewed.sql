-- One row a session whose views of products the source recorded.
create table risk.viewed as
select session_no, views.views
from staged.views as views
join staged.numbered as numbered
    on numbered.store::varchar = views.store and numbered.cart_token = views.cart_token;
