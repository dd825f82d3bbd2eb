import type { Database } from "#db/client.ts";

export type SourceState = { name: "source"; state: "serves" | "degraded"; detail: string | null };

/** How reading from the source goes: degraded while the newest poll of some resource failed. */
export async function readSourceState(db: Database): Promise<SourceState> {
  const failing = await db
    .selectFrom("ingestion_cursors")
    .select(["resource", "failures_in_a_row"])
    .where("failures_in_a_row", ">", 0)
    .orderBy("resource")
    .execute();
  if (failing.length === 0) return { name: "source", state: "serves", detail: null };
  const named = failing.map(({ resource, failures_in_a_row: times }) => `${resource} (${times} in a row)`);
  return { name: "source", state: "degraded", detail: `Reading fails: ${named.join(", ")}.` };
}
