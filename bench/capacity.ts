import { sql } from "kysely";
import { createDatabase, type Database } from "#db/client.ts";
import type { HourDemand, SupplyTutor } from "#features/demand/capacity/compute-capacity.ts";
import { readOutlook } from "#features/demand/capacity/outlook-rows.ts";
import { readSupply } from "#features/demand/capacity/read-supply.ts";
import { updateCapacity } from "#features/demand/capacity/update-capacity.ts";
import { createLog } from "#platform/log.ts";
import { type Bench, type Measurement, numberOption, shortest } from "./bench.ts";
import { madeSupply } from "./made-supply.ts";

const asOf = new Date("2026-05-04T00:00:00Z");
const to = new Date(asOf.getTime() + 168 * 3_600_000);
const runs = 2;

/** Capacity of every subject and hour ahead, against only reading what it is made of. */
export const capacityBench: Bench = {
  name: "capacity",
  async run(ctx) {
    const counts = { tutors: numberOption("TUTORS", 20_000), subjects: numberOption("SUBJECTS", 100) };
    const { tutors, demands } = madeSupply(counts.tutors, counts.subjects, asOf.getTime());
    const log = createLog({ process: "bench", level: "error", destination: "stderr" });
    const url = await ctx.createDatabase("capacity");
    const db = createDatabase({ url, name: "bench", log, slowQueryMs: Number.POSITIVE_INFINITY });
    try {
      ctx.say(`capacity: storing ${tutors.length} tutors and ${demands.length} hours …`);
      await storeSubjects(db, counts.subjects);
      await storeTutors(db, tutors);
      await storeOutlook(db, demands);
      await sql`vacuum analyze`.execute(db);
      return await measure(
        db,
        `${counts.tutors} tutors, ${counts.subjects} subjects, 168 hours`,
        demands.length,
      );
    } finally {
      await db.destroy();
    }
  },
};

async function measure(db: Database, size: string, count: number): Promise<Measurement[]> {
  const readMs = await shortest(runs, async () => {
    await readSupply(db, { asOf, from: asOf, to, sessionMinutes: 60 });
    await readOutlook(db, { from: asOf, to });
  });
  const yardstick = { what: "reading the same", ms: readMs };
  const startedMs = performance.now();
  await updateCapacity(db, asOf);
  const firstMs = performance.now() - startedMs;
  const againMs = await shortest(runs, async () => await updateCapacity(db, asOf));
  return [
    { what: "capacity, all rows new", size, ms: firstMs, count, yardstick },
    { what: "capacity, nothing changed", size, ms: againMs, count, yardstick },
  ];
}

async function storeSubjects(db: Database, count: number): Promise<void> {
  await sql`insert into subjects (subject_code, name, created_at, updated_at)
    select 's' || at, 'Subject ' || at, ${asOf}, ${asOf} from generate_series(0, ${count} - 1) as at`.execute(
    db,
  );
  await sql`insert into forecast_runs (run_id, kind, made_at, based_on_until, trained_from, trained_to, subjects, hours,
      duration_ms, settings_version) overriding system value
    values (1, 'manual', ${asOf}, ${asOf}, '2025-01-01', ${asOf}, ${count}, 168, 1, 1)`.execute(db);
  await sql`insert into forecast_models (model_id, kind, parameters, trained_from, trained_to) overriding system value
    values (1, 'bench', '{}', '2025-01-01', ${asOf})`.execute(db);
  await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at,
      created_at, updated_at, content_hash)
    values (1, 'Customer', 'UTC', true, true, 'active', ${asOf}, ${asOf}, ${asOf}, gen_random_uuid())`.execute(
    db,
  );
}

async function storeTutors(db: Database, tutors: readonly SupplyTutor[]): Promise<void> {
  const made = sql`jsonb_to_recordset(${JSON.stringify(tutors)}::jsonb) as tutor ("tutorId" bigint, timezone text,
    subjects jsonb, weekly jsonb, utilisation float8, bookings jsonb)`;
  await sql`insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
    select "tutorId", 'Tutor', timezone, 'active', ${asOf}, ${asOf}, ${asOf}, gen_random_uuid() from ${made}`.execute(
    db,
  );
  await sql`insert into tutor_subjects (tutor_id, subject_code, position)
    select "tutorId", code, place from ${made}, jsonb_array_elements_text(subjects) with ordinality as taught (code, place)`.execute(
    db,
  );
  await sql`insert into tutor_availability (tutor_id, position, weekday, starts, ends)
    select "tutorId", (slot ->> 'weekday')::int, (slot ->> 'weekday')::int, slot ->> 'starts', slot ->> 'ends'
    from ${made}, jsonb_array_elements(weekly) as slot`.execute(db);
  await sql`insert into tutor_performance (tutor_id, utilisation, computed_at)
    select "tutorId", utilisation, ${asOf} from ${made}`.execute(db);
  await sql`insert into sessions (customer_id, session_id, tutor_id, subject_code, status, scheduled_at, duration_minutes,
      created_at, updated_at)
    select 1, row_number() over (), "tutorId", booking ->> 'subject', 'scheduled',
      to_timestamp((booking ->> 'startMs')::float8 / 1000), 60, ${asOf}, ${asOf}
    from ${made}, jsonb_array_elements(bookings) as booking`.execute(db);
}

async function storeOutlook(db: Database, demands: readonly HourDemand[]): Promise<void> {
  const rows = demands.map(({ subject, hour, mean, law }) => ({
    subject,
    hour,
    mean,
    booked: law.known,
    remainder: mean - law.known,
  }));
  await sql`insert into demand_outlook (subject_code, hour, run_id, model_id, made_at, computed_at, demand_mean,
      demand_median, demand_lower, demand_upper, remainder_mean, dispersion, whole_mean, whole_dispersion, booked,
      mean_without_override, reference_mean, reference_lower, reference_upper)
    select subject, ${asOf}::timestamptz + hour * interval '1 hour', 1, 1, ${asOf}, ${asOf}, mean, mean, 0, 2 * mean + 3,
      remainder, 0.1, mean, 0.1, booked, mean, mean, 0, 2 * mean + 3
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made (subject text, hour int, mean float8, booked int,
      remainder float8)`.execute(db);
}
