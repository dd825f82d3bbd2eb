import { type Resource, resources } from "#sources/source.ts";
import { Draw } from "./draw.ts";
import { change, changes, disturbance, fewFaults } from "./draw-disturbance.ts";
import {
  type Change,
  holdPoints,
  type Profile,
  type Schedule,
  type SourceShape,
  type Step,
  workerActs,
} from "./schedule.ts";

/** Of 25 schedules in a row: processes and disks cost most, so they are a share. */
const cycle: readonly Profile[] = [
  "plain",
  "ties",
  "worker",
  "database",
  "plain",
  "plain",
  "disk",
  "worker",
  "plain",
  "ties",
  "plain",
  "bulk",
  "worker",
  "plain",
  "plain",
  "plain",
  "database",
  "plain",
  "worker",
  "plain",
  "ties",
  "plain",
  "plain",
  "plain",
  "plain",
];

/** The schedule of a seed and a number: the same for the same two, wherever it is made. */
export function makeSchedule(seed: number, index: number, wanted: readonly Profile[]): Schedule {
  const allowed = cycle.filter((profile) => wanted.includes(profile));
  const profile = allowed[index % allowed.length] as Profile;
  const draw = new Draw(seed, index);
  const source = sourceShapes[profile](draw);
  return { seed, index, profile, source, steps: stepsOf[profile](draw, turnOf(allowed, profile, index)) };
}

/** How many schedules of a profile come before. */
function turnOf(allowed: readonly Profile[], profile: Profile, index: number): number {
  const count = (among: readonly Profile[]) => among.filter((one) => one === profile).length;
  const rounds = Math.floor(index / allowed.length);
  return rounds * count(allowed) + count(allowed.slice(0, index % allowed.length));
}

function usualShape(draw: Draw): SourceShape {
  const maxPerPage = draw.pick([3, 5, 10, 50, 500]);
  const sessions = draw.between(15, 60);
  return {
    salt: draw.number(),
    customers: draw.between(3, 8),
    tutors: draw.between(2, 5),
    sessions,
    calls: draw.between(4, 20),
    tiedSessions: draw.chance(0.4) ? Math.min(sessions, maxPerPage * 2 + draw.between(1, 4)) : 0,
    maxPerPage,
    idsPerPage: draw.pick([3, 20, 10_000]),
    firstId: draw.pick([1, 1, 2 ** 31 - 12, 5_000_000_000]),
    compresses: draw.chance(0.3),
    millisecondsPerAnswer: draw.pick([0, 0, 7, 300, 3_000, 15_000]),
    headerSkewSeconds: draw.pick([0, 0, 0, 0, 90, -90, 3_600, -3_600]),
    ownSkewSeconds: draw.pick([0, 0, 0, 300, -86_400, 2_600_000]),
  };
}

const sourceShapes: Record<Profile, (draw: Draw) => SourceShape> = {
  plain: usualShape,
  ties: (draw) => {
    const maxPerPage = draw.pick([4, 7, 20, 500]);
    const tiedSessions = Math.round(maxPerPage * (2 + draw.between(1, 10) / 10));
    return { ...usualShape(draw), maxPerPage, tiedSessions, sessions: tiedSessions + draw.between(0, 20) };
  },
  bulk: (draw) => ({
    ...usualShape(draw),
    maxPerPage: 500,
    sessions: 3_300,
    tiedSessions: draw.pick([0, 700]),
  }),
  database: (draw) => ({ ...usualShape(draw), maxPerPage: draw.pick([20, 500]) }),
  // Enough rows that the tables must grow.
  disk: (draw) => ({ ...usualShape(draw), maxPerPage: 500, sessions: 700 }),
  worker: (draw) => ({
    ...usualShape(draw),
    maxPerPage: draw.pick([20, 500]),
    // The processes look at the machine's clock.
    ownSkewSeconds: 0,
  }),
};

const stepsOf: Record<Profile, (draw: Draw, turn: number) => Step[]> = {
  plain: (draw) => [
    ...firstPolls(draw),
    ...draw.list(draw.between(2, 4), () => round(draw, anyAction(draw))).flat(),
  ],
  ties: (draw) => [
    ...draw.list(draw.between(0, 1), () => firstPolls(draw)).flat(),
    ...draw.list(draw.between(2, 4), () => round(draw, pollTies(draw))).flat(),
  ],
  bulk: (draw) => [
    cut(draw, "connection", "sessions"),
    { kind: "stop", resource: "sessions", at: draw.between(3, 9) },
    ...round(draw, anyAction(draw)),
  ],
  database: (draw) => [
    ...firstPolls(draw).slice(0, draw.between(0, 5)),
    cut(draw, "database", draw.pick(["sessions", "calls", "customers"])),
    ...round(draw, cut(draw, "database", "sessions")),
  ],
  disk: (draw) => [
    ...(["subjects", "tutors", "customers"] as const).map((resource) => poll(draw, resource)),
    { kind: "disk", resource: "sessions" },
    ...round(draw, { kind: "disk", resource: draw.pick(["sessions", "customers"]) }),
  ],
  // A queue of its own each time: what a killed worker had in hand is only taken up after half a minute.
  worker: (draw, turn) => [
    ...draw.list(draw.between(0, 2), () => poll(draw, draw.pick(["customers", "tutors", "subjects"]))),
    { kind: "change", changes: changes(draw, 5) },
    {
      kind: "worker",
      act: workerActs[turn % workerActs.length] ?? "kill",
      where: draw.pick(holdPoints),
      disturbance: fewFaults(draw),
    },
    ...round(draw, poll(draw, "sessions")),
  ],
};

/** Each resource once, in whatever order: sessions may come before their customers. */
function firstPolls(draw: Draw): Step[] {
  const order = [...resources].sort(() => (draw.chance(0.3) ? 1 : -1));
  return order.map((resource) => poll(draw, resource));
}

/** Changes, an action, and polls after it. */
function round(draw: Draw, action: Step): Step[] {
  return [
    { kind: "change", changes: changes(draw, draw.between(2, 9)) },
    action,
    ...draw.list(draw.between(0, 3), () => poll(draw, draw.pick(resources))),
    ...(draw.chance(0.25) ? [{ kind: "wait" as const, seconds: draw.pick([1, 60, 200, 4_000]) }] : []),
    ...(draw.chance(0.15) ? [{ kind: "health" as const }] : []),
    ...(draw.chance(0.25) ? twiceInOneMillisecond(draw) : []),
    ...(draw.chance(0.2) ? olderAfterNewer(draw) : []),
  ];
}

/** A session changes, is read, and changes again: within one millisecond, where the source's clock stands still meanwhile. */
function twiceInOneMillisecond(draw: Draw): Step[] {
  const first: Change = { ...change(draw, "correct"), lateMs: 0 };
  const second: Change = { ...change(draw, "same_millisecond"), which: first.which };
  return [
    { kind: "change", changes: [first] },
    { kind: "poll", resource: "sessions", disturbance: { faults: [], changes: [] } },
    { kind: "change", changes: [second] },
  ];
}

/** A session is corrected twice and read; then a cache shows the first correction once more. */
function olderAfterNewer(draw: Draw): Step[] {
  const first: Change = { ...change(draw, "correct"), lateMs: 0 };
  const second: Change = { ...change(draw, "reopen"), which: first.which, lateMs: 0, passesMs: 60_000 };
  const fromCache = draw.list(3, (at) => ({ at, fault: "stale_page" as const }));
  return [
    { kind: "change", changes: [first, second] },
    { kind: "poll", resource: "sessions", disturbance: { faults: [], changes: [] } },
    { kind: "poll", resource: "sessions", disturbance: { faults: fromCache, changes: [] } },
  ];
}

function anyAction(draw: Draw): Step {
  const kind = draw.pick([
    "poll",
    "poll",
    "poll",
    "together",
    "together",
    "stop",
    "cut",
    "reconcile",
  ] as const);
  switch (kind) {
    case "poll":
      return poll(draw, draw.pick(["sessions", "sessions", "calls", "customers", "tutors"]));
    case "together":
      return {
        kind,
        resources: draw.list(draw.between(2, 5), () => draw.pick([...resources, "sessions"] as const)),
        disturbance: disturbance(draw),
      };
    case "stop":
      return { kind, resource: draw.pick(resources), at: draw.between(0, 4) };
    case "cut":
      return cut(draw, "connection", draw.pick(["sessions", "sessions", "calls", "customers"]));
    case "reconcile":
      return { kind, resource: draw.pick(["sessions", "sessions", "calls", "customers", "tutors"]) };
  }
}

function cut(draw: Draw, how: "connection" | "database", resource: "sessions" | "calls" | "customers"): Step {
  const where =
    resource === "customers" ? draw.pick(["measures", "change record"] as const) : draw.pick(holdPoints);
  return { kind: "cut", resource, where, how };
}

function poll(draw: Draw, resource: Resource): Step {
  return { kind: "poll", resource, disturbance: disturbance(draw) };
}

function pollTies(draw: Draw): Step {
  const during = draw.list(draw.between(1, 6), () => ({
    at: draw.between(1, 8),
    change: change(draw, draw.pick(["leave_tie", "leave_tie", "leave_tie", "tie"])),
  }));
  const { faults, changes: others } = disturbance(draw);
  return { kind: "poll", resource: "sessions", disturbance: { faults, changes: [...during, ...others] } };
}
