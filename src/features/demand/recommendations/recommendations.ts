import { type RawBuilder, sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { DemandContext } from "../demand-context.ts";
import { nextCursor, offsetOf, type Page } from "../place.ts";
import type { Recommendation, Recommendations } from "../work-schemas.ts";

type Query = Page & {
  kind?: string | undefined;
  subject?: string | undefined;
  state: Recommendation["state"] | "all";
};

type RecommendationRow = Omit<
  Recommendation,
  "subject" | "deadlineAt" | "createdAt" | "updatedAt" | "decidedAt"
> & {
  code: string | null;
  name: string | null;
  deadline_at: Date | null;
  created_at: Date;
  updated_at: Date;
  decided_at: Date | null;
  total: number;
};

/** Recommendations, the most urgent first, with how many there are in each state and how often they were taken. */
export async function listRecommendations(ctx: DemandContext, query: Query): Promise<Recommendations> {
  const [kind, subject] = [query.kind ?? null, query.subject ?? null];
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const rows = await readRecommendations(
      trx,
      sql`(${query.state} = 'all' or state = ${query.state}) and (${kind}::text is null or kind = ${kind})
        and (${subject}::text is null or entity_kind = 'subject' and entity_id = ${subject})`,
      query,
    );
    const total = rows[0]?.total ?? 0;
    const counts = await countStates(trx);
    const taken = counts.accepted + counts.done;
    const decided = taken + counts.dismissed;
    return {
      data: rows.map(toRecommendation),
      nextCursor: nextCursor(query, total),
      total,
      counts,
      acceptanceRate: decided === 0 ? null : taken / decided,
    };
  });
}

/** From which states one may come to a decision. */
const decidable: Record<"accepted" | "dismissed" | "done", readonly string[]> = {
  accepted: ["open"],
  dismissed: ["open", "accepted"],
  done: ["open", "accepted"],
};

/** Decides about a recommendation. Throws not_found, and conflict where somebody has decided otherwise. */
export async function decideRecommendation(
  ctx: DemandContext,
  id: number,
  { decision, note }: { decision: "accepted" | "dismissed" | "done"; note: string },
): Promise<Recommendation> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await sql`select from recommendations where recommendation_id = ${id} for update`.execute(trx);
    const before = await readOne(trx, id);
    if (before === undefined)
      throw new AppError("not_found", `There is no recommendation ${id}, or you may not see it.`);
    if (!decidable[decision].includes(before.state))
      throw new AppError(
        "conflict",
        `This is ${before.state} already${before.decidedBy === null ? "" : `, by ${before.decidedBy}`}.`,
      );
    await sql`update recommendations set state = ${decision}, decided_by = ${ctx.viewer.userId},
      decided_by_name = ${ctx.viewer.name}, decided_at = ${ctx.now()}, decision_note = ${note || null},
      updated_at = ${ctx.now()} where recommendation_id = ${id}`.execute(trx);
    await appendAudit(trx, ctx.viewer, {
      action: `recommendation.${decision}`,
      entity: "recommendation",
      entityId: String(id),
      details: { from: before.state, note },
      requestId: ctx.requestId,
    });
    await appendEvents(trx, [
      { kind: "recommendation.changed", key: before.kind, payload: { recommendations: 1 } },
    ]);
    return (await readOne(trx, id)) ?? before;
  });
}

async function readOne(trx: Trx, id: number): Promise<Recommendation | undefined> {
  const rows = await readRecommendations(trx, sql`recommendation_id = ${id}`, { pageSize: 1 });
  return rows.map(toRecommendation)[0];
}

async function readRecommendations(
  trx: Trx,
  which: RawBuilder<unknown>,
  page: Page,
): Promise<RecommendationRow[]> {
  const { rows } = await sql<RecommendationRow>`
    select recommendation_id as id, kind, state, title, reason, subject_code as code, name,
      expected_sessions as "expectedSessions", expected_cents_low as "expectedCentsLow",
      expected_cents_high as "expectedCentsHigh", priority, confidence, deadline_at, recommendations.created_at,
      recommendations.updated_at, decided_by_name as "decidedBy", decided_at, decision_note as "decisionNote", outcome,
      count(*) over ()::int as total
    from recommendations left join subjects on entity_kind = 'subject' and entity_id = subject_code
    where ${which}
    order by priority desc, deadline_at nulls last, recommendation_id desc
    limit ${page.pageSize} offset ${offsetOf(page)}`.execute(trx);
  return rows;
}

function toRecommendation(row: RecommendationRow): Recommendation {
  const { code, name, deadline_at, created_at, updated_at, decided_at, total: _, ...recommendation } = row;
  return {
    ...recommendation,
    subject: code === null ? null : { code, name: name ?? code },
    deadlineAt: deadline_at?.toISOString() ?? null,
    createdAt: created_at.toISOString(),
    updatedAt: updated_at.toISOString(),
    decidedAt: decided_at?.toISOString() ?? null,
  };
}

async function countStates(trx: Trx): Promise<Recommendations["counts"]> {
  const { rows } = await sql<{ state: keyof Recommendations["counts"]; count: number }>`
    select state, count(*)::int as count from recommendations group by state`.execute(trx);
  const none = { open: 0, accepted: 0, dismissed: 0, done: 0, expired: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}
