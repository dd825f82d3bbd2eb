import type { CustomerWorld, WorldSession } from "./random-world.ts";

/** What a customer's health should be: computed from the whole history, in the words of the specification. */
export type ReferenceHealth = {
  first_session: number | null;
  velocity: number;
  inbound_calls: number;
  goals: number | null;
  tutor_consistency: number | null;
  score: number;
  tier: string;
  forced_by: string | null;
  /** Every flag, with since when. */
  flags: { code: string; sinceMs: number }[];
};

const day = 24 * 60 * 60 * 1000;

/** The health of one customer as of `t`, or why there is none. Shares nothing with the product. */
export function referenceHealth(world: CustomerWorld, t: number): ReferenceHealth | string {
  if (world.deletedAtMs !== null && world.deletedAtMs <= t) return "removed";
  if (world.status !== "active") return world.status;
  if (world.signedUpAtMs > t) return "not_signed_up";
  const completed = completedUpTo(world, t);
  const calls = world.calls
    .filter((call) => call.calledAtMs <= t && isThere(call, t))
    .map((call) => call.calledAtMs);
  const goal = primaryGoal(world, t);
  const components = {
    first_session: firstSession(completed),
    velocity: velocity(completed, world.signedUpAtMs, t),
    inbound_calls: [100, 75, 40, 0][Math.min(3, callsAt(calls, t))] ?? 0,
    goals: goal === null ? null : !goal.isCompleted ? 100 : goal.hasNewer ? 80 : 50,
    tutor_consistency: consistency(completed, t),
  };
  const score = overall(components);
  const flags = findFlags(world, t, completed, calls, goal);
  const own = score <= 40 ? "critical" : score <= 70 ? "at_risk" : score <= 85 ? "healthy" : "thriving";
  return { ...components, score, flags, ...ladder(own, flags) };
}

type Held = { id: number; at: number; tutor: number; rating: number | null };

function isThere(row: { deletedAtMs: number | null }, t: number): boolean {
  return row.deletedAtMs === null || row.deletedAtMs > t;
}

function timeOf(session: WorldSession): number {
  return session.startedAtMs ?? session.scheduledAtMs;
}

function completedUpTo(world: CustomerWorld, t: number): Held[] {
  return world.sessions
    .map((session, id) => ({ session, id }))
    .filter(({ session }) => session.status === "completed" && timeOf(session) <= t && isThere(session, t))
    .map(({ session, id }) => ({ id, at: timeOf(session), tutor: session.tutorId, rating: session.rating }))
    .sort((a, b) => a.at - b.at || a.id - b.id);
}

function firstSession([first]: Held[]): number | null {
  if (first === undefined || first.rating === null) return null;
  return first.rating >= 4 ? 100 : 0;
}

function velocity(completed: Held[], signedUpAt: number, t: number): number {
  const sessions = completed.filter(({ at }) => at > t - 30 * day).length;
  const days = Math.min(30, Math.max(7, (t - signedUpAt) / day));
  return Math.min(100, (100 * (sessions / (days / 7))) / 2);
}

function callsAt(calls: number[], t: number): number {
  return calls.filter((at) => at > t - 14 * day && at <= t).length;
}

function primaryGoal(world: CustomerWorld, t: number) {
  const known = world.goals
    .map((goal, id) => ({ ...goal, id }))
    .filter(({ createdAtMs }) => createdAtMs <= t);
  const isNewer = (a: (typeof known)[number], b: (typeof known)[number]) =>
    a.createdAtMs > b.createdAtMs || (a.createdAtMs === b.createdAtMs && a.id > b.id);
  const primaries = known.filter(({ isPrimary }) => isPrimary);
  const primary = primaries.find((goal) =>
    primaries.every((other) => other === goal || isNewer(goal, other)),
  );
  if (primary === undefined) return null;
  const isCompleted = primary.completedAtMs !== null && primary.completedAtMs <= t;
  return {
    isCompleted,
    completedAtMs: primary.completedAtMs ?? 0,
    hasNewer: known.some((goal) => isNewer(goal, primary)),
  };
}

function consistency(completed: Held[], t: number): number | null {
  const recent = completed.filter(({ at }) => at > t - 90 * day);
  if (recent.length === 0) return null;
  const share =
    Math.max(...[1, 2, 3].map((id) => recent.filter(({ tutor }) => tutor === id).length)) / recent.length;
  const changes = completed.filter(
    ({ at, tutor }, index) => index > 0 && at > t - 30 * day && completed[index - 1]?.tutor !== tutor,
  ).length;
  return Math.max(0, 100 * share - 10 * Math.max(0, changes - 2));
}

function overall(components: Omit<ReferenceHealth, "score" | "tier" | "forced_by" | "flags">): number {
  const parts: [number, number | null][] = [
    [30, components.first_session],
    [25, components.velocity],
    [20, components.inbound_calls],
    [15, components.goals],
    [10, components.tutor_consistency],
  ];
  let sum = 0;
  let weights = 0;
  for (const [weight, score] of parts) {
    if (score === null) continue;
    sum += weight * score;
    weights += weight;
  }
  return Math.floor(sum / weights + 0.5 + 1e-9);
}

function findFlags(
  world: CustomerWorld,
  t: number,
  completed: Held[],
  calls: number[],
  goal: ReturnType<typeof primaryGoal>,
): ReferenceHealth["flags"] {
  const flags: ReferenceHealth["flags"] = [];
  if (callsAt(calls, t) >= 2) flags.push({ code: "calls", sinceMs: callsSince(calls, t) });
  const lastAt = completed.at(-1)?.at ?? world.signedUpAtMs;
  const isBooked = world.sessions.some((session) => wasBooked(session, t));
  if (t - lastAt >= 60 * day && !isBooked) flags.push({ code: "lapsed", sinceMs: lastAt + 60 * day });
  if (t - lastAt >= 21 * day && !isBooked) flags.push({ code: "idle", sinceMs: lastAt + 21 * day });
  if (goal?.isCompleted && !goal.hasNewer && goal.completedAtMs <= t - 30 * day)
    flags.push({ code: "goal", sinceMs: goal.completedAtMs + 30 * day });
  const dayEight = world.signedUpAtMs + 7 * day;
  if (t >= dayEight && completed.filter(({ at }) => at <= dayEight).length < 3)
    flags.push({ code: "slow_start", sinceMs: dayEight });
  const [first] = completed;
  if (first && first.rating !== null && first.rating < 3)
    flags.push({ code: "low_first_rating", sinceMs: first.at });
  return flags;
}

// Between two neighbouring instants at which a call comes or leaves, the count stays the same.
function callsSince(calls: number[], t: number): number {
  const instants = calls.flatMap((at) => [at, at + 14 * day]).filter((at) => at <= t);
  let since = t;
  for (const at of instants.sort((a, b) => b - a)) {
    if (callsAt(calls, at) < 2) break;
    since = at;
  }
  return since;
}

function wasBooked(session: WorldSession, t: number): boolean {
  if (!isThere(session, t) || session.createdAtMs > t) return false;
  if (session.status === "scheduled") return session.scheduledAtMs > t;
  if (session.status === "in_progress") return true;
  return (session.status === "completed" || session.status === "no_show") && timeOf(session) > t;
}

function ladder(own: string, flags: ReferenceHealth["flags"]): { tier: string; forced_by: string | null } {
  const order = ["critical", "at_risk", "healthy", "thriving"];
  const rungs: [string, string][] = [
    ["calls", "critical"],
    ["lapsed", "critical"],
    ["idle", "at_risk"],
    ["goal", "at_risk"],
  ];
  for (const [code, best] of rungs)
    if (flags.some((flag) => flag.code === code) && order.indexOf(best) < order.indexOf(own))
      return { tier: best, forced_by: code };
  return { tier: own, forced_by: null };
}
