import { sql } from "kysely";
import type { Database } from "#db/client.ts";

/** A customer as a test needs it; what is left out is ordinary. */
export type CustomerRecord = {
  id: number;
  name?: string;
  email?: string | null;
  phone?: string | null;
  monthlySpend?: number | null;
  status?: "active" | "paused" | "closed";
  signedUpAt?: string;
  /** When the source removed it. */
  removedAt?: string;
  /** Absent: no score was computed yet. */
  health?: HealthRecord;
};

export type HealthRecord = {
  score: number | null;
  tier: "critical" | "at_risk" | "healthy" | "thriving" | null;
  forcedBy?: string | null;
  unscoredReason?: "removed" | "paused" | "closed" | "not_signed_up";
  lastSessionAt?: string | null;
};

/** Puts customers and their scores into a database, as the owner. */
export async function insertCustomers(db: Database, records: readonly CustomerRecord[]): Promise<void> {
  const rows = records.map((record) => ({
    customer_id: record.id,
    name: record.name ?? `Customer ${record.id}`,
    email: record.email === undefined ? `customer${record.id}@example.org` : record.email,
    phone: record.phone === undefined ? "+1 555 010 4567" : record.phone,
    monthly_spend: record.monthlySpend === undefined ? 120 : record.monthlySpend,
    status: record.status ?? "active",
    signed_up_at: record.signedUpAt ?? "2026-01-05T12:00:00Z",
    deleted_at: record.removedAt ?? null,
  }));
  await sql`insert into customers (customer_id, name, email, phone, timezone, acquisition_channel, plan,
      monthly_spend, email_consent, phone_consent, status, signed_up_at, created_at, updated_at, deleted_at, content_hash)
    select customer_id, name, email, phone, 'America/Chicago', 'referral', 'standard', monthly_spend, true, false,
      status, signed_up_at, signed_up_at, signed_up_at, deleted_at, md5(customer_id::text)::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(customer_id bigint, name text, email text,
      phone text, monthly_spend numeric, status text, signed_up_at timestamptz, deleted_at timestamptz)`.execute(
    db,
  );
  await insertScores(db, records);
}

async function insertScores(db: Database, records: readonly CustomerRecord[]): Promise<void> {
  const rows = records.flatMap(({ id, health }) =>
    health
      ? [
          {
            customer_id: id,
            score: health.score,
            tier: health.tier,
            forced_by: health.forcedBy ?? null,
            unscored_reason: health.score === null ? (health.unscoredReason ?? "paused") : null,
            last_session_at: health.lastSessionAt ?? null,
          },
        ]
      : [],
  );
  await sql`insert into customer_health_scores (customer_id, score, tier, score_tier, forced_by, unscored_reason,
      last_session_at, confidence, settings_version, computed_at)
    select customer_id, score, tier, tier, forced_by, unscored_reason, last_session_at, 1, 1, '2026-03-02T12:00:00Z'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(customer_id bigint, score smallint, tier text,
      forced_by text, unscored_reason text, last_session_at timestamptz)`.execute(db);
}

export type SessionRecord = {
  id: number;
  customerId: number;
  at: string;
  status?: "scheduled" | "in_progress" | "completed" | "cancelled" | "no_show";
  rating?: number | null;
  subject?: string;
  deletedAt?: string | null;
};

/** Puts sessions, each booked three days ahead, into a database, with one tutor and the subjects that they name. */
export async function insertSessions(db: Database, records: readonly SessionRecord[]): Promise<void> {
  const rows = records.map((record) => ({
    session_id: record.id,
    customer_id: record.customerId,
    scheduled_at: record.at,
    status: record.status ?? "completed",
    rating: record.rating ?? null,
    subject_code: record.subject ?? "algebra",
    deleted_at: record.deletedAt ?? null,
  }));
  await sql`insert into subjects (subject_code, name, is_described)
    select distinct subject_code, initcap(subject_code), false
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(subject_code text)
    on conflict do nothing`.execute(db);
  await sql`insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
    values (1, 'Tova Tutor', 'UTC', 'active', '2025-01-01', '2025-01-01', '2025-01-01', md5('1')::uuid)
    on conflict do nothing`.execute(db);
  await sql`insert into sessions (session_id, customer_id, tutor_id, subject_code, status, scheduled_at,
      duration_minutes, rating, created_at, updated_at, deleted_at)
    select session_id, customer_id, 1, subject_code, status, scheduled_at, 60, rating, scheduled_at - interval '3 days', scheduled_at,
      deleted_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(session_id bigint, customer_id bigint,
      subject_code text, status text, scheduled_at timestamptz, rating numeric, deleted_at timestamptz)`.execute(
    db,
  );
}

export type CallRecord = { id: number; customerId: number; at: string; reason?: string };

/** Puts calls to support into a database. */
export async function insertCalls(db: Database, records: readonly CallRecord[]): Promise<void> {
  const rows = records.map((record) => ({
    call_id: record.id,
    customer_id: record.customerId,
    called_at: record.at,
    reason_code: record.reason ?? "billing",
  }));
  await sql`insert into inbound_calls (call_id, customer_id, called_at, reason_code, duration_seconds, created_at,
      updated_at)
    select call_id, customer_id, called_at, reason_code, 240, called_at, called_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(call_id bigint, customer_id bigint,
      called_at timestamptz, reason_code text)`.execute(db);
}

/** Says whose customers these are. */
export async function assignCustomers(
  db: Database,
  records: readonly { customerId: number; ownerId: string; name?: string }[],
): Promise<void> {
  const rows = records.map(({ customerId, ownerId, name }) => ({
    customer_id: customerId,
    owner_id: ownerId,
    owner_name: name ?? ownerId,
  }));
  await sql`insert into customer_owners (customer_id, owner_id, owner_name, assigned_by, assigned_at)
    select customer_id, owner_id, owner_name, 'user-0', '2026-02-01T12:00:00Z'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(customer_id bigint, owner_id text,
      owner_name text)`.execute(db);
}

export type AlertRecord = {
  customerId: number;
  severity: "critical" | "warning" | "info";
  title: string;
  state?: "active" | "acknowledged" | "resolved" | "dismissed";
  openedAt?: string;
  closedAt?: string | null;
};

/** Puts alerts about customers into a database; nothing else of them matters to who reads them. */
export async function insertAlerts(db: Database, records: readonly AlertRecord[]): Promise<void> {
  const rows = records.map((record, index) => ({
    customer_id: record.customerId,
    severity: record.severity,
    title: record.title,
    state: record.state ?? "active",
    fingerprint: `${record.title} ${record.customerId} ${index}`,
    opened_at: record.openedAt ?? "2026-03-01T12:00:00Z",
    closed_at: record.closedAt ?? null,
  }));
  await sql`insert into alerts (rule, kind, severity, state, fingerprint, title, explanation, suggested_action,
      entity_kind, entity_id, customer_id, opened_at, last_seen_at, closed_at)
    select 'risk', 'customer_risk', severity, state, fingerprint, title, 'Score 30, 18 less than on Tuesday.',
      'Call the customer today.', 'customer', customer_id::text, customer_id, opened_at, opened_at, closed_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(customer_id bigint, severity text, title text,
      state text, fingerprint text, opened_at timestamptz, closed_at timestamptz)`.execute(db);
}
