import type { VersionedSettings } from "#db/settings.ts";
import type { Trx } from "#db/transaction.ts";
import { type CustomerFacts, lastContactOf, reachabilityOf } from "./customer-facts.ts";
import { centsAtRisk } from "./effect.ts";
import { offerChannel, type Permission, permissionsOf } from "./permission.ts";
import type { PermissionAnswer, WorkItem } from "./schemas.ts";
import type { HealthSituation } from "./situation.ts";
import { suggestAction } from "./suggest.ts";
import type { InterventionSettings } from "./weights.ts";
import type { WorkContext } from "./work-context.ts";

/** What to do for each of these customers, and whether it may be done, as of now. */
export async function toWorkItems(
  trx: Trx,
  ctx: WorkContext,
  facts: readonly CustomerFacts[],
  { value: settings }: VersionedSettings<InterventionSettings>,
): Promise<WorkItem[]> {
  const asOf = ctx.now();
  const situations = await ctx.describe(trx, facts, asOf);
  return facts.map((row, index) => toWorkItem(row, situations[index], { ctx, asOf, settings }));
}

const nothingKnown: HealthSituation = {
  reasons: [],
  flags: [],
  callReasons: [],
  tutorChanges: 0,
  isGoalOpenEnded: false,
};

type Given = { ctx: WorkContext; asOf: Date; settings: InterventionSettings };

function toWorkItem(row: CustomerFacts, situation = nothingKnown, { ctx, asOf, settings }: Given): WorkItem {
  const asOfMs = asOf.getTime();
  const customer = { ...situation, tier: row.tier, monthlySpendCents: row.monthly_spend_cents };
  const suggestion = suggestAction(customer, asOfMs, settings);
  const permissions = permissionsOf({
    customer: reachabilityOf(row),
    lastContact: lastContactOf(row),
    byId: ctx.viewer.userId,
    asOfMs,
    settings,
  });
  return {
    customerId: row.customer_id,
    name: row.name,
    status: row.status,
    tier: row.tier,
    score: row.score,
    monthlySpendCents: row.monthly_spend_cents,
    centsAtRisk: centsAtRisk(row.monthly_spend_cents, row.tier, settings),
    suggestion: suggestion && {
      rule: suggestion.rule,
      title: suggestion.title,
      action: suggestion.action,
      channel: suggestion.channel,
      urgency: suggestion.urgency,
      why: suggestion.why,
      effect: suggestion.effect,
    },
    offered: suggestion && offerChannel(suggestion.channel, suggestion.urgency, permissions),
    permissions: {
      phone: toAnswer(permissions.phone),
      email: toAnswer(permissions.email),
      task: toAnswer(permissions.task),
    },
    ...peopleOf(row),
  };
}

function peopleOf(row: CustomerFacts): Pick<WorkItem, "lastContact" | "owner" | "snoozedUntil" | "planned"> {
  const contact = lastContactOf(row);
  return {
    lastContact:
      contact === null || row.last_action === null
        ? null
        : { at: new Date(contact.atMs).toISOString(), action: row.last_action, byName: contact.byName },
    owner:
      row.owner_id === null || row.assigned_at === null
        ? null
        : { id: row.owner_id, name: row.owner_name ?? "", since: row.assigned_at.toISOString() },
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    planned: row.planned,
  };
}

function toAnswer(permission: Permission): PermissionAnswer {
  if (permission.isAllowed) return { isAllowed: true, why: null, from: null, mayInsist: false };
  const { why, fromMs, mayInsist } = permission;
  return { isAllowed: false, why, from: fromMs === null ? null : new Date(fromMs).toISOString(), mayInsist };
}
