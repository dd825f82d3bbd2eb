import { asViewer, type Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import type { Viewer } from "#platform/viewer.ts";
import { assignCustomer } from "./assign-customer.ts";
import { recordIntervention } from "./record-intervention.ts";
import type { ActedOnMany, AssignMany, RecordMany } from "./schemas.ts";
import { customersPerStep, mostAtOnce } from "./weights.ts";
import type { WorkContext } from "./work-context.ts";

/**
 * The customers of one step: whom the query of the customer list shows, from the cursor of the step before on, at
 * most `most` in all steps together. Given by the registry. Throws invalid_input for a foreign cursor.
 */
export type ResolveFilter = (
  trx: Trx,
  viewer: Viewer,
  asked: { filter: string; cursor: string | null; size: number; most: number },
) => Promise<{ ids: number[]; nextCursor: string | null }>;

/** Hands a step of customers over, each in a transaction of its own, and says who was refused and why. */
export async function assignMany(
  ctx: WorkContext,
  resolve: ResolveFilter,
  { chosen, ownerId, seenAt }: AssignMany,
): Promise<ActedOnMany> {
  return await actOnEach(ctx, resolve, chosen, async (id) => {
    await assignCustomer(ctx, id, ownerId, new Date(seenAt));
  });
}

/** Records an action for a step of customers by the rules for one, and says who was refused and why. */
export async function recordMany(
  ctx: WorkContext,
  resolve: ResolveFilter,
  { chosen, body }: RecordMany,
): Promise<ActedOnMany> {
  return await actOnEach(ctx, resolve, chosen, async (id) => {
    await recordIntervention(ctx, id, body);
  });
}

/** What is about one customer alone; anything else is wrong for all of them and ends the step. */
const refusals: readonly string[] = ["conflict", "not_found"];

async function actOnEach(
  ctx: WorkContext,
  resolve: ResolveFilter,
  chosen: AssignMany["chosen"],
  act: (id: number) => Promise<void>,
): Promise<ActedOnMany> {
  const { ids, nextCursor, names } = await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const step =
      "ids" in chosen
        ? { ids: [...new Set(chosen.ids)], nextCursor: null }
        : await resolve(trx, ctx.viewer, { ...chosen, size: customersPerStep, most: mostAtOnce });
    return { ...step, names: await readNames(trx, step.ids) };
  });
  const answer: ActedOnMany = { done: [], refused: [], nextCursor };
  for (const id of ids) {
    try {
      await act(id);
      answer.done.push(id);
    } catch (error) {
      if (!(error instanceof AppError) || !refusals.includes(error.code)) throw error;
      answer.refused.push({ customerId: id, name: names.get(id) ?? `Customer ${id}`, ...refusalOf(error) });
    }
  }
  return answer;
}

function refusalOf({ message, details }: AppError) {
  const { why, from, mayInsist } = details;
  return {
    why: typeof why === "string" ? why : message,
    from: typeof from === "string" ? from : null,
    mayInsist: mayInsist === true,
  };
}

async function readNames(trx: Trx, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom("customers")
    .select(["customer_id", "name"])
    .where("customer_id", "in", ids)
    .execute();
  return new Map(rows.map(({ customer_id, name }) => [customer_id, name]));
}
