import { sql } from "kysely";
import type { Step } from "./demonstration.ts";

/** The sessions and calls that the scene put in at the source are in our tables. */
export const recordsArrived: Step = {
  name: "records",
  awaits: "the records of the scene",
  async find({ db, scene: { added } }) {
    const [sessions, calls] = [added.sessions ?? [], added.calls ?? []];
    const { rows } = await sql<{ sessions: number; calls: number }>`
      select (select count(*)::int from sessions where session_id = any (${sessions}::bigint[])) as sessions,
        (select count(*)::int from inbound_calls where call_id = any (${calls}::bigint[])) as calls`.execute(
      db,
    );
    const [found] = rows;
    if (found === undefined || found.sessions < sessions.length || found.calls < calls.length) return null;
    const parts = [count(found.sessions, "session"), count(found.calls, "call")].filter(
      (part) => part !== null,
    );
    return { said: `${parts.join(" and ")} arrived`, facts: found };
  },
};

const count = (n: number, word: string): string | null =>
  n === 0 ? null : `${n} ${word}${n === 1 ? "" : "s"}`;
