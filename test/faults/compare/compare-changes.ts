import { isEqual } from "es-toolkit";
import type pg from "pg";
import type { Resource } from "#sources/source.ts";
import type { SourceWorld } from "../source/source-world.ts";
import { expectedRecord } from "./expected-record.ts";
import type { StoredRow, StoredTables } from "./read-tables.ts";

/** Who is named: customers, tutors, and subject-hours as "subject hour". */
type Named = { customers: Set<string>; tutors: Set<string>; subjectHours: Set<string>; hasSubjects: boolean };

const nobody = (): Named => ({
  customers: new Set(),
  tutors: new Set(),
  subjectHours: new Set(),
  hasSubjects: false,
});

/** The number of the newest change. */
export async function newestChange(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ newest: string }>(
    "select coalesce(max(change_id), 0)::text as newest from change_log",
  );
  return Number(rows[0]?.newest);
}

/**
 * The change record since `after` must name exactly whose rows differ between two states of the tables: a
 * name too few, and something is not computed anew; one too many, and something is computed for nothing. A row
 * may have had another version in between, which then is named too.
 */
export async function compareChanges(
  client: pg.Client,
  world: SourceWorld,
  states: { before: StoredTables; now: StoredTables; after: number },
): Promise<string[]> {
  const { before, now, after } = states;
  const named = await readNamed(client, after);
  const touched = whoDiffers(before, now, () => []);
  const mayBeNamed = whoDiffers(before, now, (resource, key) => versionsOf(world, resource, key));
  return [
    ...difference("customer", touched.customers, named.customers, mayBeNamed.customers),
    ...difference("tutor", touched.tutors, named.tutors, mayBeNamed.tutors),
    ...difference("subject-hour", touched.subjectHours, named.subjectHours, mayBeNamed.subjectHours),
    ...(touched.hasSubjects && !named.hasSubjects
      ? ["subjects changed, and the change record does not say so"]
      : []),
  ];
}

function versionsOf(world: SourceWorld, resource: Resource, key: string): StoredRow[] {
  const versions = world.row(resource, Number(key))?.versions ?? [];
  return versions
    .filter(({ faultPath }) => faultPath === null)
    .map(({ printed }) => expectedRecord(resource, printed));
}

type Names = ReadonlySet<string>;

function difference(what: string, touched: Names, named: Names, mayBeNamed: Names): string[] {
  return [
    ...[...touched]
      .filter((one) => !named.has(one))
      .map((one) => `${what} ${one} changed, and the change record does not name it`),
    ...[...named]
      .filter((one) => !mayBeNamed.has(one))
      .map((one) => `the change record names ${what} ${one}, which did not change`),
  ];
}

async function readNamed(client: pg.Client, after: number): Promise<Named> {
  const { rows } = await client.query<{
    resource: string;
    customers: string[];
    tutors: string[];
    subjects: string[];
    hours: string[];
  }>(
    `select resource, customer_ids::text[] as customers, tutor_ids::text[] as tutors, subject_codes as subjects,
       (select array_agg((extract(epoch from hour) * 1000)::bigint::text order by position)
        from unnest(hours) with ordinality as listed(hour, position)) as hours
     from change_log where change_id > $1`,
    [after],
  );
  const named = nobody();
  for (const row of rows) {
    for (const id of row.customers) named.customers.add(id);
    for (const id of row.tutors) named.tutors.add(id);
    for (const [index, subject] of row.subjects.entries())
      named.subjectHours.add(`${subject} ${row.hours[index]}`);
    if (row.resource === "subjects") named.hasSubjects = true;
  }
  return named;
}

type MoreVersions = (resource: Resource, key: string) => StoredRow[];

function whoDiffers(before: StoredTables, now: StoredTables, more: MoreVersions): Named {
  const touched = nobody();
  for (const [key] of differing(before.customers, now.customers)) touched.customers.add(key);
  for (const [key] of differing(before.tutors, now.tutors)) touched.tutors.add(key);
  for (const [key, rows] of differing(before.calls, now.calls)) {
    for (const row of [...rows, ...more("calls", key)]) touched.customers.add(String(row.customer_id));
  }
  for (const [key, rows] of differing(before.sessions, now.sessions)) {
    for (const row of [...rows, ...more("sessions", key)]) {
      touched.customers.add(String(row.customer_id));
      touched.tutors.add(String(row.tutor_id));
      // A session counts in the hour in which it began, and as demand in the hour for which it was booked.
      for (const at of [row.started_at ?? row.scheduled_at, row.scheduled_at])
        touched.subjectHours.add(`${String(row.subject)} ${hourOf(Number(at))}`);
    }
  }
  touched.hasSubjects = differing(before.subjects, now.subjects).length > 0;
  return touched;
}

const hourOf = (instant: number) => Math.floor(instant / 3_600_000) * 3_600_000;

type Rows = ReadonlyMap<string, StoredRow[]>;

/** Keys whose rows differ, with the rows of both states. */
function differing(before: Rows, now: Rows): [string, StoredRow[]][] {
  const keys = new Set([...before.keys(), ...now.keys()]);
  return [...keys]
    .filter((key) => !isEqual(before.get(key), now.get(key)))
    .map((key) => [key, [...(before.get(key) ?? []), ...(now.get(key) ?? [])]]);
}
