import { type Kysely, sql } from "kysely";

/**
 * Who may sign in and what they may see, their preferences and views, invitations, tokens for programs,
 * the audit log and the outbox of mail.
 *
 * Two kinds of queries come from the web process. Sign-in (Better Auth) asks before anybody is known, so
 * its policies let it through where viewer_role() is null; all else runs in asViewer(). Password hashes
 * and reset tokens can be read by sign-in alone: no query in the name of a viewer sees them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(signInTables).execute(db);
  await sql.raw(userTables).execute(db);
  await sql.raw(invitationsAndTokens).execute(db);
  await sql.raw(auditLog).execute(db);
  await sql.raw(outbox).execute(db);
  await sql.raw(signInVisibility).execute(db);
  await sql.raw(userVisibility).execute(db);
  await sql.raw(logVisibility).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop table outbox, audit_log, api_tokens, invitations, saved_views, user_preferences, user_scopes,
      auth_rate_limits, auth_verifications, auth_accounts, auth_sessions, users;
    drop function refuse_change();
    drop function guard_user_rights();
  `)
    .execute(db);
}

const signInTables = `
  create table users (
    id text primary key default gen_random_uuid()::text,
    name text not null,
    email text not null check (email = lower(email)),
    email_verified boolean not null default false,
    image text,
    role text not null default 'viewer' check (role in ('viewer', 'operator', 'admin')),
    timezone text not null default 'UTC',
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (email)
  );

  create table auth_sessions (
    id text primary key default gen_random_uuid()::text,
    user_id text not null references users on delete cascade,
    token text not null unique,
    expires_at timestamptz not null,
    ip_address text,
    user_agent text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );
  comment on column auth_sessions.token is 'Worth nothing alone: the cookie carries it with a signature by AUTH_SECRET.';
  create index auth_sessions_by_user on auth_sessions (user_id); -- sign-out everywhere

  create table auth_accounts (
    id text primary key default gen_random_uuid()::text,
    user_id text not null references users on delete cascade,
    provider_id text not null,
    account_id text not null,
    password text,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (provider_id, account_id)
  );
  comment on column auth_accounts.password is 'scrypt hash with its salt; provider_id is credential.';
  create index auth_accounts_by_user on auth_accounts (user_id);

  create table auth_verifications (
    id text primary key default gen_random_uuid()::text,
    identifier text not null,
    value text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );
  comment on column auth_verifications.identifier is 'Hash of what the link in a mail carries.';
  create index auth_verifications_by_identifier on auth_verifications (identifier);

  create table auth_rate_limits (
    id text primary key default gen_random_uuid()::text,
    key text not null unique,
    count integer not null,
    last_request bigint not null
  );
  comment on column auth_rate_limits.last_request is 'Milliseconds since 1970, as Better Auth keeps it.';
`;

const userTables = `
  create table user_scopes (
    user_id text not null references users on delete cascade,
    customer_id bigint,
    subject_code text,
    check (num_nonnulls(customer_id, subject_code) = 1)
  );
  comment on table user_scopes is 'A user with customer rows sees only those customers, with subject rows only those subjects; without rows, all.';
  create unique index user_scopes_customers on user_scopes (user_id, customer_id) where customer_id is not null;
  create unique index user_scopes_subjects on user_scopes (user_id, subject_code) where subject_code is not null;

  create table user_preferences (
    user_id text primary key references users on delete cascade,
    theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
    density text not null default 'comfortable' check (density in ('comfortable', 'compact')),
    more jsonb not null default '{}',
    updated_at timestamptz not null default now()
  );

  create table saved_views (
    view_id bigint generated always as identity primary key,
    user_id text not null references users on delete cascade,
    page text not null,
    name text not null check (length(name) between 1 and 80),
    query text not null,
    is_shared boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, page, name)
  );
  comment on column saved_views.query is 'The query part of the address that the view stands for.';
  create index saved_views_shared on saved_views (page) where is_shared; -- views that colleagues offer
`;

const invitationsAndTokens = `
  create table invitations (
    invitation_id bigint generated always as identity primary key,
    email text not null check (email = lower(email)),
    role text not null check (role in ('viewer', 'operator', 'admin')),
    token_hash text not null unique,
    invited_by text references users on delete set null,
    created_at timestamptz not null default now(),
    sent_at timestamptz not null default now(),
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz
  );
  create unique index invitations_open on invitations (email) where accepted_at is null and revoked_at is null;

  create table api_tokens (
    token_id bigint generated always as identity primary key,
    name text not null check (length(name) between 1 and 80),
    prefix text not null,
    token_hash text not null unique,
    role text not null check (role in ('viewer', 'operator', 'admin')),
    created_by text references users on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
  );
  comment on column api_tokens.prefix is 'The first characters, by which people tell tokens apart.';
`;

const auditLog = `
  create table audit_log (
    audit_id bigint generated always as identity primary key,
    occurred_at timestamptz not null default now(),
    actor_id text not null,
    actor_kind text not null check (actor_kind in ('user', 'token', 'system')),
    actor_name text not null,
    action text not null,
    entity text not null,
    entity_id text not null,
    details jsonb not null default '{}',
    request_id text
  );
  comment on table audit_log is 'Who saw and changed what. Rows are never changed or removed, by nobody.';
  create index audit_log_by_actor on audit_log (actor_id, audit_id desc); -- what did this user do
  create index audit_log_by_entity on audit_log (entity, entity_id, audit_id desc); -- what happened to this

  create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'insufficient_privilege';
  end $$;
  create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function refuse_change();
  create trigger audit_log_no_truncate before truncate on audit_log
    for each statement execute function refuse_change();
`;

const outbox = `
  create table outbox (
    mail_id bigint generated always as identity primary key,
    template text not null,
    recipient text not null,
    data jsonb not null,
    dedupe_key text not null unique,
    subject text,
    html text,
    text_body text,
    state text not null default 'queued' check (state in ('queued', 'sending', 'held', 'sent', 'delivered',
      'deferred', 'bounced', 'complained', 'opened', 'clicked', 'failed', 'suppressed')),
    tries integer not null default 0,
    send_after timestamptz not null default now(),
    claimed_at timestamptz,
    sent_at timestamptz,
    last_error text,
    created_at timestamptz not null default now()
  );
  comment on column outbox.state is 'held: no way to send is set up, the mail is read here. sending: claimed by a worker. deferred: waits for its next try.';
  comment on column outbox.subject is 'With html and text_body: what was rendered, to the letter; null until it is.';
  create index outbox_due on outbox (send_after, mail_id) where state in ('queued', 'deferred'); -- what a worker takes next
  create index outbox_sending on outbox (claimed_at) where state = 'sending'; -- claims whose worker died
  create index outbox_sent_lately on outbox (sent_at) where sent_at is not null; -- the limit per minute
`;

const signInVisibility = `
  alter table users enable row level security;
  create policy users_read on users for select to dashboard_web
    using (viewer_role() is null or viewer_is_admin() or id = viewer_id());
  create policy users_add on users for insert to dashboard_web with check (viewer_is_admin());
  create policy users_change on users for update to dashboard_web
    using (viewer_role() is null or viewer_is_admin() or id = viewer_id());

  -- Row policies cannot compare old and new: rights are changed by administrators alone, whatever the statement.
  create function guard_user_rights() returns trigger language plpgsql as $$
  begin
    if current_user = 'dashboard_web' and not viewer_is_admin() and
      (new.id, new.email, new.role, new.disabled_at) is distinct from (old.id, old.email, old.role, old.disabled_at) then
      raise exception 'only an administrator changes e-mail address, role or access' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $$;
  create trigger users_guard_rights before update on users for each row execute function guard_user_rights();

  alter table auth_sessions enable row level security;
  create policy auth_sessions_sign_in on auth_sessions for all to dashboard_web using (viewer_role() is null);
  create policy auth_sessions_read on auth_sessions for select to dashboard_web
    using (viewer_is_admin() or user_id = viewer_id());
  create policy auth_sessions_end on auth_sessions for delete to dashboard_web
    using (viewer_is_admin() or user_id = viewer_id());

  alter table auth_accounts enable row level security;
  create policy auth_accounts_sign_in on auth_accounts for all to dashboard_web using (viewer_role() is null);
  create policy auth_accounts_add on auth_accounts for insert to dashboard_web with check (viewer_is_admin());

  alter table auth_verifications enable row level security;
  create policy auth_verifications_sign_in on auth_verifications for all to dashboard_web using (viewer_role() is null);

  alter table auth_rate_limits enable row level security;
  create policy auth_rate_limits_sign_in on auth_rate_limits for all to dashboard_web using (viewer_role() is null);

  grant select, insert, update on users to dashboard_web;
  grant select, insert, update, delete on auth_sessions, auth_accounts, auth_verifications, auth_rate_limits to dashboard_web;
`;

const userVisibility = `
  alter table user_scopes enable row level security;
  create policy user_scopes_read on user_scopes for select to dashboard_web
    using (viewer_role() is null or viewer_is_admin() or user_id = viewer_id());
  create policy user_scopes_add on user_scopes for insert to dashboard_web with check (viewer_is_admin());
  create policy user_scopes_remove on user_scopes for delete to dashboard_web using (viewer_is_admin());

  alter table user_preferences enable row level security;
  create policy user_preferences_own on user_preferences for all to dashboard_web
    using (user_id = viewer_id()) with check (user_id = viewer_id());

  alter table saved_views enable row level security;
  create policy saved_views_read on saved_views for select to dashboard_web
    using (user_id = viewer_id() or (is_shared and viewer_role() is not null));
  create policy saved_views_add on saved_views for insert to dashboard_web
    with check (user_id = viewer_id() and (not is_shared or viewer_can_write()));
  create policy saved_views_change on saved_views for update to dashboard_web
    using (user_id = viewer_id()) with check (user_id = viewer_id() and (not is_shared or viewer_can_write()));
  create policy saved_views_remove on saved_views for delete to dashboard_web using (user_id = viewer_id());

  alter table invitations enable row level security;
  create policy invitations_admin on invitations for all to dashboard_web
    using (viewer_is_admin()) with check (viewer_is_admin());
  alter table api_tokens enable row level security;
  create policy api_tokens_admin on api_tokens for all to dashboard_web
    using (viewer_is_admin()) with check (viewer_is_admin());

  create policy api_tokens_sign_in on api_tokens for select to dashboard_web using (viewer_role() is null);

  grant select, insert, delete on user_scopes to dashboard_web;
  grant select, insert, update, delete on user_preferences, saved_views to dashboard_web;
  grant select, insert, update on invitations, api_tokens to dashboard_web;
`;

const logVisibility = `
  alter table audit_log enable row level security;
  create policy audit_log_read on audit_log for select to dashboard_web using (viewer_is_admin());
  create policy audit_log_append on audit_log for insert to dashboard_web with check (actor_id = viewer_id());
  grant select, insert on audit_log to dashboard_web;

  alter table outbox enable row level security;
  create policy outbox_read on outbox for select to dashboard_web using (viewer_is_admin());
  create policy outbox_queue on outbox for insert to dashboard_web with check (viewer_can_write() and state = 'queued');
  create policy outbox_send_again on outbox for update to dashboard_web using (viewer_is_admin());
  grant select, insert, update on outbox to dashboard_web;
`;
