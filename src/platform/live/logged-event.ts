import type { Viewer } from "../viewer.ts";

/** An event as it stands in the log. */
export type LoggedEvent = {
  id: number;
  at: Date;
  kind: string;
  key: string;
  payload: unknown;
  customerId: number | null;
  subjectCode: string | null;
  userId: string | null;
  critical: boolean;
  /** The LiveEvent as JSON, made once however many browsers get it. */
  json: string;
};

/** An event as the browser gets it. */
export type LiveEvent = { id: number; at: string; kind: string; key: string; payload: unknown };

export type EventRow = {
  event_id: number;
  occurred_at: Date;
  kind: string;
  key: string;
  payload: unknown;
  customer_id: number | null;
  subject_code: string | null;
  user_id: string | null;
  critical: boolean;
};

export const eventColumns =
  "event_id, occurred_at, kind, key, payload, customer_id, subject_code, user_id, critical";

/** A row of the log; numbers may come as text, as drivers give bigint. */
export function loggedEvent(row: EventRow): LoggedEvent {
  const { kind, key, payload, critical } = row;
  const id = Number(row.event_id);
  const seen: LiveEvent = { id, at: row.occurred_at.toISOString(), kind, key, payload };
  return {
    id,
    at: row.occurred_at,
    kind,
    key,
    payload,
    customerId: row.customer_id === null ? null : Number(row.customer_id),
    subjectCode: row.subject_code,
    userId: row.user_id,
    critical,
    json: JSON.stringify(seen),
  };
}

/** Tells which events a viewer may see; the same rule as the log's row-level security. */
export function createVisibility(viewer: Viewer): (event: LoggedEvent) => boolean {
  const customers = viewer.customerIds === null ? null : new Set(viewer.customerIds);
  const subjects = viewer.subjectCodes === null ? null : new Set(viewer.subjectCodes);
  return (event) =>
    (event.customerId === null || customers === null || customers.has(event.customerId)) &&
    (event.subjectCode === null || subjects === null || subjects.has(event.subjectCode)) &&
    (event.userId === null || event.userId === viewer.userId);
}
