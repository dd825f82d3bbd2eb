import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { MadeWorld } from "./made-sessions.ts";

/** Subjects, tutors and customers of a made world, as far as sessions need them. */
export async function insertOwners(db: Database, { customers, tutors, subjects }: MadeWorld): Promise<void> {
  await sql`insert into subjects (subject_code, name, created_at, updated_at)
    select 'subject_' || n, 'Subject ' || n, 'epoch', 'epoch' from generate_series(1, ${subjects}::int) as n`.execute(
    db,
  );
  await sql`insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
    select n, 'Tutor ' || n, 'America/Chicago', 'active', 'epoch', 'epoch', 'epoch', gen_random_uuid()
    from generate_series(1, ${tutors}::int) as n`.execute(db);
  await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at,
      created_at, updated_at, content_hash)
    select n, 'Customer ' || n, 'America/Chicago', true, true, 'active', 'epoch', 'epoch', 'epoch', gen_random_uuid()
    from generate_series(1, ${customers}::int) as n`.execute(db);
  await sql`vacuum analyze subjects, tutors, customers`.execute(db);
}
