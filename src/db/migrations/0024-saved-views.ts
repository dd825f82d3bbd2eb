import { type Kysely, sql } from "kysely";

/** Which view a page opens with for somebody, and the names of those who share views. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table first_views (
      user_id text not null references users on delete cascade,
      page text not null,
      view_id bigint not null references saved_views on delete cascade,
      primary key (user_id, page)
    );
    comment on table first_views is 'The view that a page opens with for a user; one''s own or one that a colleague shares.';
    create index first_views_by_view on first_views (view_id); -- deleting a view
    alter table first_views enable row level security;
    create policy first_views_own on first_views for all to dashboard_web
      using (user_id = viewer_id()) with check (user_id = viewer_id());
    grant select, insert, update, delete on first_views to dashboard_web;

    alter table saved_views add constraint saved_views_query_is_short check (length(query) <= 2000);

    -- Rows of users are for administrators and their owners. To tell shared views apart, names are enough.
    create function view_sharers() returns table (id text, name text)
    language sql stable security definer set search_path = public
      as $$ select users.id, users.name from users
        where viewer_role() is not null and exists (
          select from saved_views where saved_views.user_id = users.id and saved_views.is_shared) $$;
    revoke all on function view_sharers() from public;
    grant execute on function view_sharers() to dashboard_web;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop function view_sharers();
    alter table saved_views drop constraint saved_views_query_is_short;
    drop table first_views;
  `)
    .execute(db);
}
