import fc from "fast-check";
import { dayMs } from "#domain/time/day-ms.ts";

/** Everything that the source says about one customer, in plain arrays. Times are epoch milliseconds. */
export type CustomerWorld = {
  status: "active" | "paused" | "closed";
  signedUpAtMs: number;
  deletedAtMs: number | null;
  sessions: WorldSession[];
  calls: { calledAtMs: number; reason: string; deletedAtMs: number | null }[];
  goals: { isPrimary: boolean; createdAtMs: number; completedAtMs: number | null }[];
};

export type WorldSession = {
  status: "scheduled" | "in_progress" | "completed" | "cancelled" | "no_show";
  scheduledAtMs: number;
  startedAtMs: number | null;
  createdAtMs: number;
  deletedAtMs: number | null;
  rating: number | null;
  tutorId: number;
};

/** The middle of all random times. */
export const worldCentreMs = Date.parse("2026-03-08T00:00:00.000Z");

/**
 * Days from the centre on a grid of half days, with now and then a millisecond to either side: events, windows and
 * passes then meet at the very same instants, and just miss each other.
 */
function instantBetween(fromDays: number, toDays: number): fc.Arbitrary<number> {
  const step = fc.integer({ min: fromDays * 2, max: toDays * 2 });
  const nudge = fc.constantFrom(0, 0, 0, 0, 1, -1);
  return fc.tuple(step, nudge).map(([halfDays, ms]) => worldCentreMs + (halfDays * dayMs) / 2 + ms);
}

// Most of what happens lies in the windows; some long before, some in the future.
const happening = fc.oneof(
  { weight: 6, arbitrary: instantBetween(-35, 5) },
  { weight: 3, arbitrary: instantBetween(-100, 40) },
  { weight: 1, arbitrary: instantBetween(-400, 400) },
);

const deletion = fc.oneof(
  { weight: 6, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: happening },
  { weight: 2, arbitrary: instantBetween(0, 30) },
);

type Status = WorldSession["status"];

function sessionAmong(status: fc.Arbitrary<Status>, at: fc.Arbitrary<number>): fc.Arbitrary<WorldSession> {
  return fc.record({
    status,
    scheduledAtMs: at,
    startedAtMs: fc.option(at, { freq: 3 }),
    createdAtMs: fc.oneof(
      { weight: 4, arbitrary: instantBetween(-500, -400) },
      { weight: 1, arbitrary: happening },
    ),
    deletedAtMs: deletion,
    rating: fc.option(fc.constantFrom(1, 2.5, 3, 3.5, 4, 5)),
    tutorId: fc.integer({ min: 1, max: 3 }),
  });
}

const completed = fc.constant<Status>("completed");
const notCompleted = fc.constantFrom<Status>("scheduled", "in_progress", "cancelled", "no_show");
const anyStatus = fc.oneof({ weight: 6, arbitrary: completed }, { weight: 4, arbitrary: notCompleted });

const call = fc.record({
  calledAtMs: happening,
  reason: fc.constantFrom("billing", "tutor_complaint"),
  deletedAtMs: deletion,
});

const goal = fc.record({
  isPrimary: fc.boolean(),
  createdAtMs: happening,
  completedAtMs: fc.option(happening),
});

function customerWith(
  signedUpAtMs: fc.Arbitrary<number>,
  sessions: fc.Arbitrary<WorldSession[]>,
): fc.Arbitrary<CustomerWorld> {
  return fc.record({
    status: fc.oneof(
      { weight: 8, arbitrary: fc.constant("active" as const) },
      { weight: 1, arbitrary: fc.constantFrom("paused" as const, "closed" as const) },
    ),
    signedUpAtMs,
    deletedAtMs: fc.oneof(
      { weight: 10, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: instantBetween(-20, 20) },
    ),
    sessions,
    calls: fc.array(call, { maxLength: 6 }),
    goals: fc.array(goal, { maxLength: 3 }),
  });
}

const anybody = customerWith(
  fc.oneof(instantBetween(-400, -100), instantBetween(-40, 10)),
  fc.array(sessionAmong(anyStatus, happening), { maxLength: 12 }),
);

// Nothing held for long, and perhaps something booked: what the idle rungs turn on.
const quiet = customerWith(
  instantBetween(-400, -30),
  fc
    .tuple(
      fc.array(sessionAmong(completed, instantBetween(-120, -22)), { maxLength: 2 }),
      fc.array(sessionAmong(notCompleted, instantBetween(-2, 25)), { minLength: 1, maxLength: 3 }),
    )
    .map(([held, booked]) => [...held, ...booked]),
);

// All that counts lies in the first days, long ago.
const longAgo = customerWith(
  instantBetween(-151, -149),
  fc.array(sessionAmong(completed, instantBetween(-149, -141)), { minLength: 2, maxLength: 5 }),
);

/** Customers of all sorts, and of the sorts in which rare rules apply. */
export const customerWorld: fc.Arbitrary<CustomerWorld> = fc.oneof(
  { weight: 5, arbitrary: anybody },
  { weight: 2, arbitrary: quiet },
  { weight: 1, arbitrary: longAgo },
);
