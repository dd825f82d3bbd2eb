import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

/** The columns of sessions that are written; the others follow from them. */
export const sessionColumns = `session_id, customer_id, tutor_id, subject_code, status, cancelled_by, scheduled_at,
  started_at, ended_at, duration_minutes, rating, created_at, updated_at, deleted_at`;

/** Writes sessions to a file in COPY's text form, in the order of `order by`. */
export async function dumpSessions(url: string, file: string, orderBy: string): Promise<void> {
  await withClient(url, async (client) => {
    const rows = client.query(
      copyTo(`copy (select ${sessionColumns} from sessions order by ${orderBy}) to stdout`),
    );
    await pipeline(rows, createWriteStream(file));
  });
}

/** A bare COPY of such a file into sessions. */
export async function copySessions(client: pg.Client, file: string): Promise<void> {
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 20 }),
    client.query(copyFrom(`copy sessions (${sessionColumns}) from stdin`)),
  );
}

/** A connection for `work`. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
