import { drawForText, readSeed } from "../server/faults/seeded.ts";
import type { Stage } from "../server/stage.ts";
import type { Running, Scene } from "./scene.ts";
import { addCall, cancelledBy, changeRow, hourMs, recentSessions, viewSession } from "./scene-rows.ts";

/** A payment is taken that long before the session. */
const payAheadMs = 6 * hourMs;
const callShare = 0.35;
const mostAtOnce = 2000;

export const paymentsDown: Scene = {
  name: "payments-down",
  about:
    "Payments fail: sessions are cancelled by the system, customers call about billing, few new bookings come, for as long as it runs.",
  takes:
    "cancelShare of the sessions of the next six hours (0 to 1, 0.6), bookingShare that still comes through (0 to 1, 0.2), seed",
  start(fields, stage) {
    const cancelShare = fields.number("cancelShare", { least: 0, most: 1, otherwise: 0.6 });
    const bookingShare = fields.number("bookingShare", { least: 0, most: 1, otherwise: 0.2 });
    const seed = readSeed(fields);
    fields.refuseRest();
    const due = upcoming(stage).filter(({ scheduledMs }) => scheduledMs <= stage.now() + payAheadMs);
    const plan = { cancelShare, bookingShare, seed };
    const failed = due.slice(0, mostAtOnce).filter((session) => fail(stage, plan, session));
    const callers = failed.filter((session) => callAbout(stage, plan, session)).length;
    const share = (part: number) => `${Math.round(part * 100)} %`;
    return {
      said: `${failed.length} of ${due.length} sessions of the next six hours were cancelled by the system, and ${callers} customers called about billing. From now on ${share(cancelShare)} of payments fail and ${share(bookingShare)} of new bookings come through, until the scene is ended.`,
      lookAt: failed.slice(0, 5).map(({ id, customer }) => ({
        resource: "sessions" as const,
        id,
        name: `session of customer ${customer}`,
        why: "cancelled by the system: its payment failed",
      })),
      plan,
    };
  },
  run(given, stage) {
    const plan = given as Plan;
    const store = stage.source().stores.sessions;
    const waiting = new Map(upcoming(stage).map((session) => [session.id, session]));
    // What is due already was decided when the scene began.
    for (const [id, { scheduledMs }] of waiting)
      if (scheduledMs <= stage.now() + payAheadMs) waiting.delete(id);
    let newestId = store.worldCount;
    const goOn: Running["goOn"] = (changes) => {
      for (const { resource, id } of changes) {
        if (resource !== "sessions" || id <= newestId || !store.has(id)) continue;
        newestId = id;
        if (drawForText(plan.seed, `booking ${id}`).chance(plan.bookingShare)) {
          waiting.set(id, viewSession(store.row(id)));
        } else stage.make({ op: "remove", resource, id, us: stage.source().nextUs() });
      }
      for (const [id, session] of waiting) {
        if (session.scheduledMs > stage.now() + payAheadMs) continue;
        waiting.delete(id);
        if (store.has(id) && store.row(id).status === "scheduled" && fail(stage, plan, session)) {
          callAbout(stage, plan, session);
        }
      }
    };
    return { goOn };
  },
};

type Plan = { cancelShare: number; bookingShare: number; seed: number };
type Upcoming = { id: number; customer: number; scheduledMs: number };

/** Sessions that are booked and have not begun, the next one first. */
const upcoming = (stage: Stage): Upcoming[] =>
  recentSessions(stage, 35)
    .filter((session) => session.status === "scheduled" && session.scheduledMs > stage.now())
    .sort((a, b) => a.scheduledMs - b.scheduledMs || a.id - b.id);

function fail(stage: Stage, plan: Plan, { id }: Upcoming): boolean {
  const hasFailed = drawForText(plan.seed, `payment ${id}`).chance(plan.cancelShare);
  if (hasFailed) changeRow(stage, "sessions", id, cancelledBy("system"));
  return hasFailed;
}

function callAbout(stage: Stage, plan: Plan, { id, customer }: Upcoming): boolean {
  const calls = drawForText(plan.seed, `call ${id}`).chance(callShare);
  if (calls) addCall(stage, { customer, reason: "billing", calledMs: stage.now() - 300_000 });
  return calls;
}
