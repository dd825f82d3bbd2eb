import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import type { Trx } from "#db/transaction.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import type {
  Recommendation,
  RecommendationAcceptance,
  RecommendationState,
  Recommendations,
} from "./schemas.ts";

export type RecommendationRow = {
  recommendation_id: number;
  rule: string;
  kind: string;
  fingerprint: string;
  state: RecommendationState;
  title: string;
  reason: string;
  entity_kind: string | null;
  entity_id: string | null;
  entity_name: string | null;
  episode_id: number | null;
  expected_sessions: number | null;
  expected_cents_low: number | null;
  expected_cents_high: number | null;
  priority: number;
  confidence: number | null;
  deadline_at: Date | null;
  details: Record<string, unknown>;
  created_at: Date;
  updated_at: Date;
  decided_by_name: string | null;
  decided_at: Date | null;
  decision_note: string | null;
  done_by_name: string | null;
  done_at: Date | null;
  outcome: Recommendation["outcome"];
};

/** Rows with the name of what they are about; `where` selects and orders. */
export async function recommendationRows(trx: Trx, where: RawBuilder<unknown>): Promise<RecommendationRow[]> {
  const { rows } = await sql<RecommendationRow>`
    select r.recommendation_id, r.rule, r.kind, r.fingerprint, r.state, r.title, r.reason, r.entity_kind, r.entity_id,
      r.episode_id, r.expected_sessions, r.expected_cents_low, r.expected_cents_high, r.priority, r.confidence,
      r.deadline_at, r.details, r.created_at, r.updated_at, r.decided_by_name, r.decided_at, r.decision_note,
      r.done_by_name, r.done_at, r.outcome,
      case r.entity_kind
        when 'subject' then (select name from subjects where subject_code = r.entity_id)
        when 'tutor' then (select name from tutors where tutor_id::text = r.entity_id)
        when 'customer' then (select name from customers where customer_id::text = r.entity_id) end as entity_name
    from recommendations r ${where}`.execute(trx);
  return rows;
}

const cursorSchema = z.object({ priority: z.number(), id: z.int() });

export type ListQuery = {
  kind?: string | undefined;
  subject?: string | undefined;
  state: RecommendationState | "all";
  cursor?: string | undefined;
  pageSize: number;
};

/** One page, the highest priority first, with what the viewer may see counted by state. */
export async function listRecommendations(trx: Trx, query: ListQuery): Promise<Recommendations> {
  const { kind, subject, state, cursor, pageSize } = query;
  const about = sql`${kind === undefined ? sql`true` : sql`r.kind = ${kind}`}
    and ${subject === undefined ? sql`true` : sql`r.entity_kind = 'subject' and r.entity_id = ${subject}`}`;
  const after = cursor === undefined ? null : decodeCursor(cursor, cursorSchema);
  const rows = await recommendationRows(
    trx,
    sql`where ${about} and ${state === "all" ? sql`true` : sql`r.state = ${state}`}
      and ${after === null ? sql`true` : sql`(-r.priority, r.recommendation_id) > (${-after.priority}::float8, ${after.id}::bigint)`}
    order by r.priority desc, r.recommendation_id limit ${pageSize + 1}`,
  );
  const { rows: counted } = await sql<{ state: RecommendationState; count: number }>`
    select state, count(*) as count from recommendations r where ${about} group by state`.execute(trx);
  const counts = { open: 0, accepted: 0, dismissed: 0, done: 0, expired: 0 };
  for (const row of counted) counts[row.state] = row.count;
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  return {
    data: page.map(toRecommendation),
    nextCursor:
      rows.length > pageSize && last !== undefined
        ? encodeCursor({ priority: last.priority, id: last.recommendation_id })
        : null,
    total: state === "all" ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[state],
    counts,
    acceptanceRate: rateOf(counts.accepted + counts.done, counts.dismissed),
  };
}

/** By kind: accepted and dismissed ones, and what was closed beside what was expected. */
export async function readAcceptance(trx: Trx): Promise<RecommendationAcceptance> {
  const { rows } = await sql<{
    kind: string;
    accepted: number;
    dismissed: number;
    measured: number;
    expected: number;
    closed: number;
  }>`
    select kind, count(*) filter (where state in ('accepted', 'done')) as accepted,
      count(*) filter (where state = 'dismissed') as dismissed, count(measured_at) as measured,
      coalesce(sum(expected_sessions) filter (where measured_at is not null), 0) as expected,
      coalesce(sum((outcome ->> 'sessions')::float8), 0) as closed
    from recommendations group by kind order by kind`.execute(trx);
  return {
    data: rows.map(({ kind, accepted, dismissed, measured, expected, closed }) => ({
      kind,
      decided: accepted + dismissed,
      accepted,
      rate: rateOf(accepted, dismissed),
      measured,
      expectedSessions: expected,
      closedSessions: closed,
    })),
  };
}

const rateOf = (accepted: number, dismissed: number) =>
  accepted + dismissed === 0 ? null : accepted / (accepted + dismissed);

/** A row as the API answers it. */
export function toRecommendation(row: RecommendationRow): Recommendation {
  const { entity_kind: kind, entity_id: id } = row;
  const entity = kind === null || id === null ? null : { kind, id, name: row.entity_name ?? id };
  return {
    id: row.recommendation_id,
    rule: row.rule,
    kind: row.kind,
    state: row.state,
    title: row.title,
    reason: row.reason,
    entity,
    subject: entity?.kind === "subject" ? { code: entity.id, name: entity.name } : null,
    episodeId: row.episode_id,
    expectedSessions: row.expected_sessions,
    expectedCentsLow: row.expected_cents_low,
    expectedCentsHigh: row.expected_cents_high,
    priority: row.priority,
    confidence: row.confidence,
    deadlineAt: row.deadline_at?.toISOString() ?? null,
    details: row.details,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionNote: row.decision_note,
    doneBy: row.done_by_name,
    doneAt: row.done_at?.toISOString() ?? null,
    outcome: row.outcome,
  };
}
