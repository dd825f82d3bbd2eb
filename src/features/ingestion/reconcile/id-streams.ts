import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Source } from "#sources/source.ts";
import { storedIdsPerRead } from "../weights.ts";
import { type ReconciledResource, storedIn } from "./reconciled-resource.ts";

type IdsStep = { ids: readonly number[]; next: number | null };

/** The live ids of the source, ascending, page by page. */
export function sourceIds(
  source: Source,
  resource: ReconciledResource,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly number[]> {
  return oneAhead(async (after) => {
    const { ids, nextAfterId } = await source.fetchIds(resource, after, signal);
    return { ids, next: nextAfterId };
  });
}

/** The ids of our live rows, ascending, some at a time. */
export function storedIds(db: Database, resource: ReconciledResource): AsyncGenerator<readonly number[]> {
  const { table, id } = storedIn[resource];
  return oneAhead(async (after) => {
    // One array instead of rows: an object for each id would cost more than reading it.
    const { rows } = await sql<{ ids: number[] | null }>`
      select array_agg(id order by id) as ids from (
        select ${sql.ref(id)} as id from ${sql.table(table)}
        where deleted_at is null and ${sql.ref(id)} > ${after}::bigint
        order by ${sql.ref(id)} limit ${storedIdsPerRead}) as few`.execute(db);
    const ids = rows[0]?.ids ?? [];
    return { ids, next: ids.length < storedIdsPerRead ? null : (ids.at(-1) ?? null) };
  });
}

/** Asks for the next page before the current one is handed out: two of them are in memory at most. */
async function* oneAhead(read: (after: number) => Promise<IdsStep>): AsyncGenerator<readonly number[]> {
  const ask = (after: number) => {
    const answer = read(after);
    // Whoever stops early leaves this answer behind; its fault is then nobody's, and must not end the process.
    answer.catch(() => undefined);
    return answer;
  };
  let upcoming = ask(0);
  for (;;) {
    const { ids, next } = await upcoming;
    if (next !== null) upcoming = ask(next);
    yield ids;
    if (next === null) return;
  }
}
