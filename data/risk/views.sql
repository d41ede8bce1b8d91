-- One row a session that only looked at products so many times, where the source records views.
create view if not exists staged.views as
select null::varchar as store, null::varchar as cart_token, null::bigint as views
where false;
