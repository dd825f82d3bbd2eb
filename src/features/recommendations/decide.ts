import { type RawBuilder, sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import type { Clock } from "#platform/clock.ts";
import { AppError } from "#platform/errors.ts";
import type { Viewer } from "#platform/viewer.ts";
import { announce } from "./announce.ts";
import { type RecommendationRow, recommendationRows, toRecommendation } from "./read-recommendations.ts";
import type { Recommendation, RecommendationState } from "./schemas.ts";

export type Decision = "accepted" | "dismissed" | "done";

type DecideContext = { db: Database; viewer: Viewer; now: Clock; requestId?: string };

/** From which states a decision may be made. */
const allowedFrom: Record<Decision, readonly RecommendationState[]> = {
  accepted: ["open"],
  dismissed: ["open", "accepted"],
  done: ["open", "accepted"],
};

/**
 * Accepts a recommendation, dismisses it, or says that it is done; the need as it stands is kept to measure the outcome
 * against. Throws conflict, with who was first and when, where somebody has decided meanwhile.
 */
export async function decide(
  ctx: DecideContext,
  id: number,
  { decision, note }: { decision: Decision; note: string },
): Promise<Recommendation> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const [row] = await recommendationRows(trx, sql`where r.recommendation_id = ${id} for update of r`);
    if (row === undefined)
      throw new AppError("not_found", "There is no such recommendation, or you may not see it.");
    if (!allowedFrom[decision].includes(row.state)) throw decidedAlready(row);
    await write(trx, ctx, row, { decision, note });
    await appendAudit(trx, ctx.viewer, {
      action: `recommendation.${decision}`,
      entity: "recommendation",
      entityId: String(id),
      details: { need: row.fingerprint, kind: row.kind, note },
      requestId: ctx.requestId,
    });
    const [changed] = await recommendationRows(trx, sql`where r.recommendation_id = ${id}`);
    await announce(trx, [row]);
    return toRecommendation(changed ?? row);
  });
}

async function write(
  trx: Trx,
  { viewer, now }: DecideContext,
  { recommendation_id: id, state }: RecommendationRow,
  { decision, note }: { decision: Decision; note: string },
): Promise<void> {
  const at = now();
  const decided = sql`decided_by = ${viewer.userId}, decided_by_name = ${viewer.name}, decided_at = ${at},
    decision_note = ${note || null}, baseline = details`;
  const done = sql`done_by = ${viewer.userId}, done_by_name = ${viewer.name}, done_at = ${at}`;
  const changes: RawBuilder<unknown>[] = [sql`state = ${decision}, updated_at = ${at}`];
  // What was accepted before keeps who accepted it, and against what it is measured.
  if (decision !== "done" || state === "open") changes.push(decided);
  if (decision === "done") changes.push(done);
  await sql`update recommendations set ${sql.join(changes)} where recommendation_id = ${id}`.execute(trx);
}

function decidedAlready(row: RecommendationRow): AppError {
  if (row.state === "expired")
    return new AppError("conflict", "The need has passed: this recommendation has expired.");
  const who = (row.state === "done" ? row.done_by_name : row.decided_by_name) ?? "Somebody";
  const at = (row.state === "done" ? row.done_at : row.decided_at)?.toISOString();
  const words: Partial<Record<RecommendationState, string>> = {
    accepted: "accepted this",
    dismissed: "dismissed this",
    done: "said that this is done",
  };
  return new AppError("conflict", `${who} has ${words[row.state] ?? "decided"} already, at ${at}.`, {
    details: { state: row.state, by: who, at },
  });
}
