import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { CustomerRecord, Instant } from "#sources/source.ts";
import { arrayLiteral } from "./array-literal.ts";
import { contentHash } from "./content-hash.ts";
import { countActions, type WriteCounts } from "./write-counts.ts";

const createStaging = sql`
  create temporary table if not exists staged_customers (
    customer_id bigint, name text, email text, phone text, timezone text, acquisition_channel text, plan text,
    monthly_spend numeric, email_consent boolean, phone_consent boolean, status text, signed_up_at timestamptz,
    created_at timestamptz, updated_at timestamptz, deleted_at timestamptz, content_hash uuid, action text
  ) on commit delete rows`;

/** Stages received customers, each with what is to be done with it. */
export async function stageCustomers(
  trx: Trx,
  customers: readonly CustomerRecord[],
  cursor: Instant | null,
): Promise<WriteCounts> {
  await createStaging.execute(trx);
  return await countActions(trx, stage(customers, cursor));
}

function stage(customers: readonly CustomerRecord[], cursor: Instant | null) {
  const column = (cellOf: (customer: CustomerRecord) => string | number | boolean | null) =>
    arrayLiteral(customers, cellOf);
  return sql<{ action: string; records: number; late: number }>`
    with staged as (
      insert into staged_customers
      select incoming.*, case
          when stored.customer_id is null then 'insert'
          when stored.updated_at > incoming.updated_at and stored.vanished_at is null then 'stale'
          when stored.content_hash = incoming.content_hash then 'unchanged'
          else 'update'
        end
      from unnest(
          ${column((c) => c.id)}::bigint[], ${column((c) => c.name)}::text[], ${column((c) => c.email)}::text[],
          ${column((c) => c.phone)}::text[], ${column((c) => c.timezone)}::text[],
          ${column((c) => c.acquisitionChannel)}::text[], ${column((c) => c.plan)}::text[],
          ${column((c) => c.monthlySpend)}::numeric[], ${column((c) => c.emailConsent)}::boolean[],
          ${column((c) => c.phoneConsent)}::boolean[], ${column((c) => c.status)}::text[],
          ${column((c) => c.signedUpAt)}::timestamptz[], ${column((c) => c.createdAt)}::timestamptz[],
          ${column((c) => c.updatedAt)}::timestamptz[], ${column((c) => c.deletedAt)}::timestamptz[],
          ${column(contentHash)}::uuid[])
        as incoming(customer_id, name, email, phone, timezone, acquisition_channel, plan, monthly_spend,
          email_consent, phone_consent, status, signed_up_at, created_at, updated_at, deleted_at, content_hash)
      left join lateral (select customer_id, updated_at, vanished_at, content_hash from customers
        where customer_id = incoming.customer_id limit 1) stored on true
      returning action, updated_at
    )
    select action, count(*)::integer as records,
      (count(*) filter (where action in ('insert', 'update') and updated_at < ${cursor}::timestamptz))::integer as late
    from staged group by action`;
}

/** Writes what is staged; the goals of a changed customer replace those that are stored. */
export async function writeStagedCustomers(
  trx: Trx,
  customers: readonly CustomerRecord[],
  counts: WriteCounts,
): Promise<void> {
  if (counts.inserted + counts.updated === 0) return;
  await upsert.execute(trx);
  if (counts.updated > 0) await removeGoals.execute(trx);
  await insertGoals(trx, customers);
}

const upsert = sql`
  insert into customers (customer_id, name, email, phone, timezone, acquisition_channel, plan, monthly_spend,
    email_consent, phone_consent, status, signed_up_at, created_at, updated_at, deleted_at, content_hash)
  select customer_id, name, email, phone, timezone, acquisition_channel, plan, monthly_spend,
    email_consent, phone_consent, status, signed_up_at, created_at, updated_at, deleted_at, content_hash
  from staged_customers where action in ('insert', 'update')
  order by customer_id
  on conflict (customer_id) do update set
    name = excluded.name, email = excluded.email, phone = excluded.phone, timezone = excluded.timezone,
    acquisition_channel = excluded.acquisition_channel, plan = excluded.plan,
    monthly_spend = excluded.monthly_spend, email_consent = excluded.email_consent,
    phone_consent = excluded.phone_consent, status = excluded.status, signed_up_at = excluded.signed_up_at,
    created_at = excluded.created_at, updated_at = excluded.updated_at, deleted_at = excluded.deleted_at,
    content_hash = excluded.content_hash, vanished_at = null`;

const removeGoals = sql`
  delete from goals using staged_customers staged
  where staged.action = 'update' and goals.customer_id = staged.customer_id`;

async function insertGoals(trx: Trx, customers: readonly CustomerRecord[]): Promise<void> {
  const goals = customers.flatMap((customer) =>
    customer.goals.map((goal, position) => ({ customerId: customer.id, position, goal })),
  );
  if (goals.length === 0) return;
  const column = (cellOf: (row: (typeof goals)[number]) => string | number | boolean | null) =>
    arrayLiteral(goals, cellOf);
  await sql`
    insert into goals (customer_id, goal_id, position, title, subject_code, is_primary, target_date, completed_at,
      created_at)
    select incoming.* from unnest(
        ${column((r) => r.customerId)}::bigint[], ${column((r) => r.goal.id)}::bigint[],
        ${column((r) => r.position)}::smallint[], ${column((r) => r.goal.title)}::text[],
        ${column((r) => r.goal.subjectCode)}::text[], ${column((r) => r.goal.isPrimary)}::boolean[],
        ${column((r) => r.goal.targetDate)}::date[], ${column((r) => r.goal.completedAt)}::timestamptz[],
        ${column((r) => r.goal.createdAt)}::timestamptz[])
      as incoming(customer_id, goal_id, position, title, subject_code, is_primary, target_date, completed_at,
        created_at)
    join staged_customers staged using (customer_id)
    where staged.action in ('insert', 'update')`.execute(trx);
}

/** Customers of the staged changes. */
export const touchedByCustomers = sql`
  select customer_id from staged_customers where action in ('insert', 'update')`;

/** Held records that wait for a staged customer. */
export const waitingForStagedCustomers = sql`waiting.missing_customer_id in (
  select customer_id from staged_customers where action = 'insert')`;

/** Appends to the change record which customers changed. Call it near the end of the transaction. */
export async function appendCustomerChange(trx: Trx, runId: number | null): Promise<void> {
  await sql`select append_change('customers', (select array_agg(customer_id) from (${touchedByCustomers}) touched),
    '{}', '{}', '{}', ${runId}::bigint)`.execute(trx);
}
