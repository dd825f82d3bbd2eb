import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { LastContact, Reachability } from "./permission.ts";
import type { ActionKind } from "./rules.ts";
import type { ScoredRow } from "./situation.ts";

/** What is known of a customer whom somebody may work on. Instants as the database driver gives them. */
export type CustomerFacts = ScoredRow & {
  customer_id: number;
  name: string;
  status: Reachability["status"];
  is_removed: boolean;
  email: string | null;
  phone: string | null;
  email_consent: boolean;
  phone_consent: boolean;
  timezone: string;
  monthly_spend_cents: number | null;
  owner_id: string | null;
  owner_name: string | null;
  assigned_at: Date | null;
  snoozed_until: Date | null;
  last_at: Date | null;
  last_action: ActionKind | null;
  last_by_id: string | null;
  last_by_name: string | null;
  planned: { id: number; action: ActionKind; dueAt: string | null; ownerName: string; note: string | null }[];
};

/** The actions that reach a customer; a task stays among colleagues. */
export const contactActions = ["call", "email", "offer"] as const satisfies readonly ActionKind[];

/** These customers in the order of `ids`, as of `asOf`. One that the viewer may not see is left out. */
export async function readCustomerFacts(
  trx: Trx,
  ids: readonly number[],
  asOf: Date,
): Promise<CustomerFacts[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<CustomerFacts>`
    select c.customer_id, c.name, c.status, c.deleted_at is not null as is_removed, c.email, c.phone, c.email_consent,
      c.phone_consent, c.timezone, c.monthly_spend_cents, h.score, h.tier, h.forced_by, h.first_session, h.velocity,
      h.inbound_calls, h.goals, h.tutor_consistency, h.flags, h.features, o.owner_id, o.owner_name, o.assigned_at,
      z.snoozed_until, last.taken_at as last_at, last.action as last_action, last.owner_id as last_by_id,
      last.owner_name as last_by_name, coalesce(open.planned, '[]') as planned
    from unnest(${ids}::bigint[]) with ordinality as wanted(customer_id, place)
      join customers as c using (customer_id) left join customer_health_scores as h using (customer_id)
      left join customer_owners as o using (customer_id)
      left join queue_snoozes as z on z.customer_id = c.customer_id and z.snoozed_until > ${asOf}
      left join lateral (
        select taken_at, action, owner_id, owner_name from interventions as i
        where i.customer_id = c.customer_id and i.state = 'done' and i.action = any (${[...contactActions]}::text[])
          and i.taken_at <= ${asOf}
        order by taken_at desc limit 1) as last on true
      left join lateral (
        select jsonb_agg(jsonb_build_object('id', intervention_id, 'action', action, 'ownerName', owner_name,
          'note', note, 'dueAt', to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          order by due_at) as planned
        from interventions as i where i.customer_id = c.customer_id and i.state = 'planned') as open on true
    order by place`.execute(trx);
  return rows;
}

/** The part of the facts that says whether one may contact the customer. */
export function reachabilityOf(facts: CustomerFacts): Reachability {
  return {
    status: facts.status,
    isRemoved: facts.is_removed,
    emailConsent: facts.email_consent,
    phoneConsent: facts.phone_consent,
    hasEmail: facts.email !== null,
    hasPhone: facts.phone !== null,
    timezone: facts.timezone,
  };
}

/** The last time that somebody of us contacted the customer. */
export function lastContactOf(facts: CustomerFacts): LastContact | null {
  const { last_at, last_by_id, last_by_name } = facts;
  if (last_at === null || last_by_id === null) return null;
  return { atMs: last_at.getTime(), byId: last_by_id, byName: last_by_name || "A colleague" };
}

/** Whether there is such a customer that the viewer may see. */
export async function customerIsVisible(trx: Trx, id: number): Promise<boolean> {
  const { rows } = await sql`select from customers where customer_id = ${id}`.execute(trx);
  return rows.length > 0;
}
