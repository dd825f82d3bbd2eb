import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { type CustomerFacts, lastContactOf, reachabilityOf } from "./customer-facts.ts";
import { mayContact } from "./permission.ts";
import type { ActionKind, Channel } from "./rules.ts";
import type { InterventionSettings } from "./weights.ts";
import type { WorkContext } from "./work-context.ts";

const usualChannel: Record<ActionKind, Channel> = {
  call: "phone",
  email: "email",
  offer: "email",
  task: "task",
  other: "task",
};

/** By which channel an action reaches the customer, where nobody says another. */
export function channelOf(action: ActionKind, asked?: Channel): Channel {
  return action === "offer" && asked !== undefined ? asked : usualChannel[action];
}

/** Lets one person at a time record something for a customer; held until the transaction ends. */
export async function lockCustomer(trx: Trx, customerId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('intervention'), hashtext(${String(customerId)}))`.execute(
    trx,
  );
}

export type GuardedAction = {
  channel: Channel;
  /** Do it outside of hours or soon after a colleague; never without consent. */
  evenSo: boolean;
  settings: InterventionSettings;
};

/** Throws conflict where the customer may not be contacted now, with the reason and from when it is possible. */
export function guardAction(ctx: WorkContext, facts: CustomerFacts, action: GuardedAction): void {
  const permission = mayContact(action.channel, {
    customer: reachabilityOf(facts),
    lastContact: lastContactOf(facts),
    byId: ctx.viewer.userId,
    asOfMs: ctx.now().getTime(),
    settings: action.settings,
  });
  if (permission.isAllowed || (permission.mayInsist && action.evenSo)) return;
  const { why, fromMs, mayInsist } = permission;
  const from = fromMs === null ? null : new Date(fromMs).toISOString();
  const todo = mayInsist ? ` It may be done from ${from}, or now with a note that says why.` : "";
  throw new AppError("conflict", `${why}${todo}`, { details: { why, from, mayInsist } });
}
