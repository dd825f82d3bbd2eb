import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";

/** Kinds of change that a person may see, with what each carries. The page maps a kind to the queries it touches. */
export type EventPayloads = {
  /** A customer's score or tier changed. key: customer id. */
  "customer.health": {
    score: number | null;
    tier: string | null;
    previousScore: number | null;
    previousTier: string | null;
  };
  /** Records of one customer changed (sessions, calls, goals, profile). key: customer id. */
  "customer.changed": { resource: string };
  /** Work on a customer changed: an action was recorded, an owner set, the queue put off. key: customer id. */
  "intervention.changed": { what: "intervention" | "owner" | "snooze" };
  /** So many customers changed at once that naming them would flood everyone. key: resource or "health". */
  "customers.bulk_changed": { count: number };
  /** A tutor's measures, flags or rank changed. key: tutor id. */
  "tutor.performance": Record<string, never>;
  /** So many tutors changed at once that naming them would flood everyone. key: "performance". */
  "tutors.bulk_changed": { count: number };
  /** A coaching task was given, handed over or closed. key: tutor id. */
  "coaching.changed": { taskId: number };
  /** Demand is seen otherwise: forecast, outlook, tutors, or what people decided of it. key: the same word. */
  "demand.changed": {
    what: "forecast" | "outlook" | "accuracy" | "override" | "outlier" | "model";
  };
  /** What can be served in hours ahead changed. key: subject, or "all" for many at once. */
  "demand.capacity": { hours: number };
  /** Episodes of shortage or surplus were raised, changed or closed. key: subject, or "all" for many at once. */
  "demand.episodes": { episodes: number };
  /** A recommendation was made, changed, decided or measured. key: its kind, or "all" for many at once. */
  "recommendation.changed": { recommendations: number };
  /** New samples of metrics. key: metric name. */
  "metric.sampled": { value: number | null; sampledAt: string };
  /** Jobs ran, failed, or were retried or discarded. key: "jobs". Told at most once a second by each process. */
  "jobs.changed": Record<string, never>;
  /** A poll ended. key: resource. */
  "ingestion.finished": { state: "succeeded" | "failed"; lastSucceededAt: string | null };
  /** Records went into quarantine or out of it, or a retry ended. key: resource, or "all". */
  "quarantine.changed": { requestId: string | null };
  /** A comparison with the source ended. key: resource. */
  "reconciliation.finished": { state: "equal" | "mended" | "differs" | "held_back" | "failed" };
};

export type EventKind = keyof EventPayloads;

export type NewEvent<K extends EventKind = EventKind> = {
  [Kind in K]: {
    kind: Kind;
    key: string;
    payload: EventPayloads[Kind];
    /** Who may see it: all where none of the three is given. */
    customerId?: number;
    subjectCode?: string;
    userId?: string;
    critical?: boolean;
  };
}[K];

/**
 * Appends to the event log in the transaction that made the change. Call it last: from here to the commit the
 * transaction holds the lock that keeps numbers in their order.
 */
export async function appendEvents(trx: Trx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql`select append_event(kind, key, payload, customer_id, subject_code, user_id, coalesce(critical, false))
    from jsonb_to_recordset(${JSON.stringify(
      events.map((event) => ({
        kind: event.kind,
        key: event.key,
        payload: event.payload,
        customer_id: event.customerId,
        subject_code: event.subjectCode,
        user_id: event.userId,
        critical: event.critical,
      })),
    )}::jsonb) as event(kind text, key text, payload jsonb, customer_id bigint, subject_code text, user_id text, critical boolean)`.execute(
    trx,
  );
}
