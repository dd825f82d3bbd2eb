import type pg from "pg";
import { wrongCallHours, wrongSubjectHours } from "#test/ingestion/recomputed-rollups.ts";

const checks: readonly { query: string; says: string }[] = [
  { query: wrongSubjectHours, says: "the rollup of a subject-hour is not what its sessions say" },
  { query: wrongCallHours, says: "the rollup of an hour's calls is not what they say" },
  {
    query: `select resource, field from schema_drift
      group by resource, field having count(*) > 1`,
    says: "an unknown field is kept twice",
  },
  {
    query: `select * from data_quality_hours where received <> accepted + unchanged + quarantined + orphaned`,
    says: "the measures of an hour do not add up to what was received",
  },
  {
    query: `select resource, sum(drifted), (select count(*) from schema_drift where resource = hours.resource)
      from data_quality_hours hours group by resource
      having sum(drifted) <> (select count(*) from schema_drift where resource = hours.resource)`,
    says: "an unknown field is not counted once",
  },
  {
    query: "select resource from ingestion_runs where state = 'running'",
    says: "a run that is over is called running",
  },
  {
    query: `select resource, cursor_at from ingestion_cursors
      where last_succeeded_at is null or failures_in_a_row <> 0 or last_error is not null`,
    says: "a poll has succeeded, and its cursor does not say so",
  },
];

/** Fields outside of the contract that ever came, and those that rows still have. */
export type DriftedFields = { came: ReadonlySet<string>; remain: ReadonlySet<string> };

/** Whatever is kept in sums, against what it is the sum of. */
export async function compareSums(client: pg.Client, { came, remain }: DriftedFields): Promise<string[]> {
  const faults: string[] = [];
  for (const { query, says } of checks) {
    const { rows } = await client.query(query);
    if (rows.length > 0) faults.push(`${says}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  const { rows } = await client.query<{ field: string }>(
    "select resource || ' ' || field as field from schema_drift",
  );
  const known = new Set(rows.map(({ field }) => field));
  for (const field of remain) if (!known.has(field)) faults.push(`the unknown field ${field} is not kept`);
  for (const field of known)
    if (!came.has(field)) faults.push(`the field ${field} is kept as unknown, and never came`);
  return faults;
}

/** What the measures count only the first time that it is seen. */
export async function countedAsNew(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `select resource, sum(accepted) as accepted, sum(quarantined) as quarantined, sum(orphaned) as orphaned,
       sum(late) as late, sum(drifted) as drifted from data_quality_hours group by resource order by resource`,
  );
  return JSON.stringify(rows);
}
