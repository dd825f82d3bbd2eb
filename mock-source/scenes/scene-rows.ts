import type { Stage } from "../server/stage.ts";
import { printInstant } from "../world/instants.ts";
import type { ResourceName, Row } from "../world/model.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
export const weekMs = 7 * dayMs;

/** A session as scenes look at it. */
export type SessionView = {
  id: number;
  customer: number;
  tutor: number;
  subject: string;
  status: string;
  scheduledMs: number;
  rating: number | null;
};

/** Larger worlds are looked at by their latest rows only. */
export const mostRows = 300_000;

export function viewSession(row: Row): SessionView {
  return {
    id: Number(row.id),
    customer: Number(row.customer_id),
    tutor: Number(row.tutor_id),
    subject: String(row.subject),
    status: String(row.status),
    scheduledMs: Date.parse(String(row.scheduled_at)),
    rating: row.rating === null ? null : Number(row.rating),
  };
}

/** Live sessions that changed within the last days, the oldest change first. */
export function recentSessions(stage: Stage, days: number): SessionView[] {
  const views: SessionView[] = [];
  for (const row of eachRecentRow(stage, "sessions", days)) views.push(viewSession(row));
  return views;
}

/** Live rows that changed within the last days, one at a time: there may be very many. */
export function* eachRecentRow(stage: Stage, resource: ResourceName, days: number): Generator<Row> {
  const store = stage.source().stores[resource];
  const sinceUs = (stage.now() - days * dayMs) * 1000;
  for (const id of store.latestIds(sinceUs, mostRows)) {
    const row = store.row(id);
    if ((row.deleted_at ?? null) === null) yield row;
  }
}

/** The live row of a resource whose status is `active`; null where there is none. */
export function activeRow(stage: Stage, resource: "customers" | "tutors", id: number): Row | null {
  const store = stage.source().stores[resource];
  const row = store.has(id) ? store.row(id) : null;
  return row !== null && row.status === "active" && (row.deleted_at ?? null) === null ? row : null;
}

export const printMs = (ms: number): string => printInstant(ms * 1000);

type NewSession = {
  customer: number;
  tutor: number;
  subject: string;
  scheduledMs: number;
  bookedMs: number;
  status: "scheduled" | "completed" | "cancelled";
  cancelledBy?: "tutor" | "system";
  rating?: string | null;
};

/** Puts in a session of one hour; one that was held began and ended on time. */
export function addSession(stage: Stage, session: NewSession): number {
  const source = stage.source();
  const isHeld = session.status === "completed";
  const id = source.stores.sessions.reserveId();
  const fields = {
    id,
    customer_id: session.customer,
    tutor_id: session.tutor,
    subject: session.subject,
    status: session.status,
    cancelled_by: session.cancelledBy ?? null,
    scheduled_at: printMs(session.scheduledMs),
    started_at: isHeld ? printMs(session.scheduledMs) : null,
    ended_at: isHeld ? printMs(session.scheduledMs + hourMs) : null,
    duration_minutes: 60,
    rating: session.rating ?? null,
    created_at: printMs(session.bookedMs),
  };
  stage.make({ op: "insert", resource: "sessions", us: source.nextUs(), fields });
  return id;
}

export function addCall(stage: Stage, call: { customer: number; reason: string; calledMs: number }): void {
  const source = stage.source();
  const fields = {
    id: source.stores.calls.reserveId(),
    customer_id: call.customer,
    called_at: printMs(call.calledMs),
    reason_code: call.reason,
    duration_seconds: 260,
    created_at: printMs(call.calledMs + 260_000),
  };
  stage.make({ op: "insert", resource: "calls", us: source.nextUs(), fields });
}

export function changeRow(stage: Stage, resource: ResourceName, id: number, fields: Row): void {
  stage.make({ op: "merge", resource, id, us: stage.source().nextUs(), fields });
}

/** A session that is taken back stays cancelled, whatever the world had in mind for it. */
export const cancelledBy = (who: "tutor" | "system" | "customer"): Row => ({
  status: "cancelled",
  cancelled_by: who,
  started_at: null,
  ended_at: null,
  rating: null,
});

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** The first of those with the highest score; null of none. */
export function best<T>(items: readonly T[], scoreOf: (item: T) => number): T | null {
  let chosen: T | null = null;
  for (const item of items) if (chosen === null || scoreOf(item) > scoreOf(chosen)) chosen = item;
  return chosen;
}
