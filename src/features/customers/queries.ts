import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { RiskTier } from "#domain/customers/risk-tier.ts";

/** What the list shows of a customer. Instants as the database driver gives them. */
export type CustomerRow = {
  customer_id: number;
  name: string;
  status: string;
  monthly_spend_cents: number | null;
  score: number | null;
  tier: RiskTier | null;
  score_tier: RiskTier | null;
  forced_by: string | null;
  forced_since: Date | null;
  first_session: number | null;
  velocity: number | null;
  inbound_calls: number | null;
  goals: number | null;
  tutor_consistency: number | null;
  confidence: number | null;
  unscored_reason: string | null;
  flags: unknown;
  features: unknown;
  settings_version: number | null;
  last_session_at: Date | null;
  computed_at: Date | null;
  deleted_at: Date | null;
  owner_id: string | null;
  owner_name: string | null;
};

const rowColumns = sql`c.customer_id, c.name, c.status, c.monthly_spend_cents, h.score, h.tier, h.score_tier,
  h.forced_by, h.forced_since, h.first_session, h.velocity, h.inbound_calls, h.goals, h.tutor_consistency,
  h.confidence, h.unscored_reason, h.flags, h.features, h.settings_version, h.last_session_at, h.computed_at, c.deleted_at,
  o.owner_id, o.owner_name`;
const rowTables = sql`left join customer_health_scores as h using (customer_id)
  left join customer_owners as o using (customer_id)`;

/** The rows of these customers, in the order of `ids`. An id that the viewer may not see is left out. */
export async function readCustomerRows(trx: Trx, ids: readonly number[]): Promise<CustomerRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<CustomerRow>`
    select ${rowColumns} from unnest(${ids}::bigint[]) with ordinality as wanted(customer_id, place)
      join customers as c using (customer_id) ${rowTables}
    order by place`.execute(trx);
  return rows;
}

export type ContactRow = Pick<
  CustomerProfile,
  "email" | "phone" | "email_consent" | "phone_consent" | "timezone" | "signed_up_at"
> & { customer_id: number };

/** How these customers may be reached, in no order. */
export async function readContacts(trx: Trx, ids: readonly number[]): Promise<ContactRow[]> {
  const { rows } = await sql<ContactRow>`
    select customer_id, email, phone, email_consent, phone_consent, timezone, signed_up_at from customers
    where customer_id = any (${ids}::bigint[])`.execute(trx);
  return rows;
}

export type CustomerProfile = {
  email: string | null;
  phone: string | null;
  timezone: string;
  acquisition_channel: string | null;
  plan: string | null;
  email_consent: boolean;
  phone_consent: boolean;
  signed_up_at: Date;
  updated_at: Date;
};

/** One customer with profile and score, or undefined where there is none that the viewer may see. */
export async function readCustomer(
  trx: Trx,
  id: number,
): Promise<(CustomerRow & CustomerProfile) | undefined> {
  const { rows } = await sql<CustomerRow & CustomerProfile>`
    select ${rowColumns}, c.email, c.phone, c.timezone, c.acquisition_channel, c.plan, c.email_consent,
      c.phone_consent, c.signed_up_at, c.updated_at
    from customers as c ${rowTables}
    where c.customer_id = ${id}`.execute(trx);
  return rows[0];
}

/** Whether there is such a customer that the viewer may see. */
export async function customerExists(trx: Trx, id: number): Promise<boolean> {
  const row = await trx
    .selectFrom("customers")
    .select("customer_id")
    .where("customer_id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}

export type GoalRow = {
  goal_id: number;
  title: string;
  subject_code: string | null;
  subject: string | null;
  is_primary: boolean;
  target_date: string | null;
  completed_at: Date | null;
  created_at: Date;
};

/** A customer's goals, the primary and the newest first. */
export async function readGoals(trx: Trx, id: number): Promise<GoalRow[]> {
  return await trx
    .selectFrom("goals")
    .leftJoin("subjects", "subjects.subject_code", "goals.subject_code")
    .select([
      "goal_id",
      "title",
      "goals.subject_code",
      "subjects.name as subject",
      "is_primary",
      "target_date",
    ])
    .select(["completed_at", "goals.created_at"])
    .where("customer_id", "=", id)
    .orderBy("is_primary", "desc")
    .orderBy("goals.created_at", "desc")
    .orderBy("goal_id", "desc")
    .execute();
}

/** A place in a list that runs from the newest to the oldest; `at` as the database writes it. */
export type TimePlace = { at: string; id: number };

export type SessionRow = {
  session_id: number;
  tutor_id: number;
  tutor: string;
  subject_code: string;
  subject: string;
  status: string;
  cancelled_by: string | null;
  happened_at: Date;
  happened_at_text: string;
  duration_minutes: number | null;
  rating: number | null;
};

/**
 * A customer's sessions that were not deleted, newest (and so also booked ones) first. What the source made after
 * `asOf` is not known yet: it can only be there where the product's clock stands still in the past.
 */
export async function readSessions(
  trx: Trx,
  id: number,
  asOf: Date,
  place: TimePlace | null,
  limit: number,
): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select s.session_id, s.tutor_id, t.name as tutor, s.subject_code, u.name as subject, s.status, s.cancelled_by,
      s.happened_at, s.happened_at::text as happened_at_text, s.duration_minutes, s.rating
    from sessions as s join tutors as t using (tutor_id) join subjects as u using (subject_code)
    where s.customer_id = ${id} and s.deleted_at is null and s.created_at <= ${asOf} and ${before(sql`s.happened_at`, sql`s.session_id`, place)}
    order by s.happened_at desc, s.session_id desc limit ${limit}`.execute(trx);
  return rows;
}

export type CallRow = {
  call_id: number;
  called_at: Date;
  called_at_text: string;
  reason: string;
  reason_code: string;
  duration_seconds: number | null;
};

/** A customer's calls to support that were not deleted, newest first, as far as they are known as of `asOf`. */
export async function readCalls(
  trx: Trx,
  id: number,
  asOf: Date,
  place: TimePlace | null,
  limit: number,
): Promise<CallRow[]> {
  const { rows } = await sql<CallRow>`
    select call_id, called_at, called_at::text as called_at_text, reason, reason_code, duration_seconds
    from inbound_calls
    where customer_id = ${id} and deleted_at is null and created_at <= ${asOf} and ${before(sql`called_at`, sql`call_id`, place)}
    order by called_at desc, call_id desc limit ${limit}`.execute(trx);
  return rows;
}

/** How many sessions or calls of a customer there are that were not deleted, as far as they are known as of `asOf`. */
export async function countOf(
  trx: Trx,
  table: "sessions" | "inbound_calls",
  id: number,
  asOf: Date,
): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select count(*)::int as rows from ${sql.table(table)} where customer_id = ${id} and deleted_at is null
      and created_at <= ${asOf}`.execute(trx);
  return rows[0]?.rows ?? 0;
}

function before(
  at: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  place: TimePlace | null,
): RawBuilder<unknown> {
  return place ? sql`(${at}, ${id}) < (${place.at}::timestamptz, ${place.id}::bigint)` : sql`true`;
}
