import { expectedExcess } from "#domain/forecasting/count-moments.ts";
import { probabilityAbove } from "#domain/forecasting/count-probabilities.ts";
import type { Availability } from "#domain/time/availability.ts";
import type { PartlyKnownCount } from "./count-masses.ts";
import { type Supply, shareOut, type Want } from "./share-out.ts";
import { type Booking, type Hours, type TutorHours, tutorHours } from "./tutor-hours.ts";
import { wantsOf } from "./wants-of.ts";
import type { CapacitySettings } from "./weights.ts";

/** An active tutor with what he is booked for; those on leave and departed are not among them. */
export type SupplyTutor = Availability & {
  tutorId: number;
  subjects: readonly string[];
  /** Hours taught by hours available, lately; null where it is not known. */
  utilisation: number | null;
  bookings: readonly Booking[];
};

/** A capacity that misses a whole number by a hair is that number. */
const roundingOff = 1e-6;

/** The demand of a subject in an hour, by its place in the window. */
export type HourDemand = {
  subject: string;
  hour: number;
  mean: number;
  law: PartlyKnownCount;
  /** Of what is known, sessions that their customers do not want any more: they need nobody. */
  released: number;
};

export type HourCapacity = {
  subject: string;
  hour: number;
  /** Tutors of the subject who are at work, those booked in the hour among them. */
  available: number;
  /** Tutors who hold a session of the subject that begins in the hour. */
  bookedTutors: number;
  /** Sessions that can be served. */
  capacity: number;
  /** P(demand > capacity). */
  shortageProbability: number;
  /** E[max(0, demand − capacity)], in sessions. */
  expectedUnserved: number;
};

/**
 * What can be served in each hour and subject that has a demand.
 *
 * Capacity is the sessions that are booked with a tutor who can hold them or were cancelled by the customer, and the share of the free tutors that the
 * subject gets when every free tutor is given to one subject: first so that as many sessions as possible are expected to
 * be served over all subjects (`wantsOf`, `shareOut`), then, of whom nobody needs, in proportion to demand. So the
 * capacities of an hour add up to the tutors there are, no more. A free tutor counts by utilisation (`weightOf`).
 */
export function computeCapacity(
  tutors: readonly SupplyTutor[],
  demands: readonly HourDemand[],
  hours: Hours,
  settings: CapacitySettings,
): HourCapacity[] {
  const subjects = [...new Set(demands.map(({ subject }) => subject))].sort();
  const place = new Map(subjects.map((subject, at) => [subject, at]));
  const tally = tallyTutors(tutors, place, hours, settings);
  const byHour = Map.groupBy(demands, ({ hour }) => hour);
  return [...byHour].flatMap(([hour, asked]) => {
    const cell = (demand: HourDemand) => (place.get(demand.subject) ?? 0) * hours.count + hour;
    const held = (demand: HourDemand) => demand.released + (tally.held[cell(demand)] ?? 0);
    const wants = asked.flatMap((demand): Want[] => {
      const { law, mean } = demand;
      return wantsOf(place.get(demand.subject) ?? 0, { law, mean, held: held(demand) }, settings.sharing);
    });
    const got = shareOut(suppliesAt(tally, hour), wants, subjects.length);
    return asked.map((demand): HourCapacity => {
      const capacity = held(demand) + (got[place.get(demand.subject) ?? 0] ?? 0);
      return {
        subject: demand.subject,
        hour,
        available: tally.atWork[cell(demand)] ?? 0,
        bookedTutors: tally.bookedTutors[cell(demand)] ?? 0,
        capacity,
        shortageProbability: probabilityAbove(demand.law, capacity + roundingOff),
        expectedUnserved: expectedExcess(demand.law, capacity),
      };
    });
  });
}

/**
 * What a free tutor counts, 0 to 1: `leastWeight` with nothing taught lately, 1 from the utilisation `full` on, and in
 * proportion between.
 */
export function weightOf(utilisation: number | null, settings: CapacitySettings["utilisation"]): number {
  const { full, leastWeight, usual } = settings;
  return leastWeight + (1 - leastWeight) * Math.min(1, Math.max(0, utilisation ?? usual) / full);
}

/** Counts by subject and hour (subject · hours + hour), and free tutors by the set of subjects that they teach. */
type Tally = {
  atWork: Int32Array;
  bookedTutors: Int32Array;
  held: Float64Array;
  groups: { subjects: number[]; free: Float64Array }[];
};

function tallyTutors(
  tutors: readonly SupplyTutor[],
  place: ReadonlyMap<string, number>,
  hours: Hours,
  settings: CapacitySettings,
): Tally {
  const cells = place.size * hours.count;
  const tally: Tally = {
    atWork: new Int32Array(cells),
    bookedTutors: new Int32Array(cells),
    held: new Float64Array(cells),
    groups: [],
  };
  const groups = new Map<string, Tally["groups"][number]>();
  for (const tutor of [...tutors].sort((a, b) => a.tutorId - b.tutorId)) {
    const week = tutorHours(tutor, tutor.bookings, hours);
    const subjects = [...new Set(tutor.subjects.flatMap((code) => place.get(code) ?? []))].sort(
      (a, b) => a - b,
    );
    countAtWork(tally, week, { taught: subjects, place, hours });
    if (subjects.length === 0) continue;
    const key = subjects.join();
    const group = groups.get(key) ?? { subjects, free: new Float64Array(hours.count) };
    groups.set(key, group);
    const weight = weightOf(tutor.utilisation, settings.utilisation);
    for (let hour = 0; hour < hours.count; hour++)
      group.free[hour] = (group.free[hour] as number) + weight * (week.free[hour] as number);
  }
  tally.groups = [...groups.values()];
  return tally;
}

type Counting = { taught: readonly number[]; place: ReadonlyMap<string, number>; hours: Hours };

function countAtWork(tally: Tally, { isAtWork, held }: TutorHours, { taught, place, hours }: Counting): void {
  const add = (counts: Int32Array | Float64Array, cell: number) => {
    counts[cell] = (counts[cell] ?? 0) + 1;
  };
  const bookedIn = new Set<number>();
  for (const { subject, startMs } of held) {
    const hour = Math.floor((startMs - hours.fromMs) / 3_600_000);
    const at = place.get(subject);
    if (at === undefined || hour < 0 || hour >= hours.count) continue;
    const cell = at * hours.count + hour;
    add(tally.held, cell);
    if (!bookedIn.has(cell)) add(tally.bookedTutors, cell);
    bookedIn.add(cell);
  }
  for (const at of taught) {
    for (let hour = 0; hour < hours.count; hour++)
      if (isAtWork[hour] === 1) add(tally.atWork, at * hours.count + hour);
  }
  // Whoever holds a session of the subject can teach it, listed or not, however little of the hour it takes.
  for (const cell of bookedIn) {
    const isCounted = taught.includes(Math.floor(cell / hours.count)) && isAtWork[cell % hours.count] === 1;
    if (!isCounted) add(tally.atWork, cell);
  }
}

function suppliesAt({ groups }: Tally, hour: number): Supply[] {
  return groups.flatMap(({ subjects, free }) => {
    const sessions = free[hour] ?? 0;
    return sessions > 0 ? [{ subjects, sessions }] : [];
  });
}
