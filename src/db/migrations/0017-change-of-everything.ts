import { type Kysely, sql } from "kysely";

/** One entry of the change record for a load that touches a whole resource: naming every row would be longer than the load. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table change_log add column is_everything boolean not null default false;
    comment on column change_log.is_everything is 'Every record of the resource may have changed; the lists are then empty.';

    create function append_change_of_everything(resource text, run_id bigint) returns bigint
    language plpgsql as $$
    declare
      appended bigint;
    begin
      perform pg_advisory_xact_lock(hashtext('change_log'));
      insert into change_log (resource, is_everything, run_id) values (resource, true, run_id)
        returning change_id into appended;
      perform pg_notify('changes', resource);
      return appended;
    end $$;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop function append_change_of_everything(text, bigint);
    alter table change_log drop column is_everything;
  `)
    .execute(db);
}
