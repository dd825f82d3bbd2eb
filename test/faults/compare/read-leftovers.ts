import type pg from "pg";
import type { Resource } from "#sources/source.ts";
import type { StoredRow } from "./read-tables.ts";

export type HeldRow = { resource: "sessions" | "calls"; id: number; record: StoredRow };
export type OpenQuarantine = {
  resource: Resource;
  key: string;
  id: string | null;
  record: Record<string, unknown>;
  paths: string[];
};

const milliseconds = [
  "scheduled_at",
  "started_at",
  "ended_at",
  "called_at",
  "created_at",
  "updated_at",
  "deleted_at",
];

/** Records that wait for their owners, in the values of StoredRow. */
export async function readHeld(client: pg.Client): Promise<HeldRow[]> {
  const { rows } = await client.query<{ resource: "sessions" | "calls"; id: string; record: StoredRow }>(
    "select resource, record_id as id, record from held_records",
  );
  return rows.map(({ resource, id, record }) => ({ resource, id: Number(id), record: plainHeld(record) }));
}

/** A held record keeps the names of our columns. */
function plainHeld(record: StoredRow): StoredRow {
  const { session_id, call_id, subject_code, ...rest } = record;
  const plain: StoredRow = { id: session_id ?? call_id, ...rest };
  if (subject_code !== undefined) plain.subject = subject_code;
  for (const field of milliseconds) {
    if (typeof plain[field] === "string") plain[field] = Date.parse(plain[field]);
  }
  if (plain.rating != null) plain.rating = String(Number(plain.rating));
  return plain;
}

/** What waits in quarantine. */
export async function readOpenQuarantine(client: pg.Client): Promise<OpenQuarantine[]> {
  const { rows } = await client.query<OpenQuarantine>(
    `select resource, record_key as key, record_id as id, record,
       (select array_agg(fault->>'path') from jsonb_array_elements(faults) fault) as paths
     from quarantined_records where state = 'open'`,
  );
  return rows;
}
