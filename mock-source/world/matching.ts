import { weekdayOfDay } from "./instants.ts";
import type { Customer, Simulation, Tutor } from "./model.ts";
import type { Draw } from "./random.ts";
import { hoursOf, seasonOf, weekFrom } from "./season.ts";
import { seasonKindOf } from "./subjects.ts";
import { isAway } from "./tutors.ts";
import { instantOf, localDayOf } from "./zones.ts";

export const tutorOf = (world: Simulation, id: number): Tutor => world.tutors[id - 1] as Tutor;

const startMinutes = [0, 30, 15, 45];
const startMinuteShares = [70, 20, 5, 5];

/** A start on a full, half or quarter hour of a local day, more likely when families have time. */
export function drawStart(draw: Draw, zone: number, localDay: number): number {
  const hour = draw.weighted(hoursOf(weekdayOfDay(localDay)));
  const minute = startMinutes[draw.weighted(startMinuteShares)] ?? 0;
  return instantOf(zone, localDay, hour * 60 + minute);
}

/** A start within the seven local days from `fromUs` on, Sundays and school evenings first, holidays seldom. */
function drawStartInWeek(draw: Draw, { zone, subject }: Customer, fromUs: number): number {
  const firstDay = localDayOf(zone, fromUs) + 1;
  const usual = weekFrom[weekdayOfDay(firstDay)] ?? [];
  const kind = seasonKindOf(subject);
  const weights = usual.map((weight, i) => weight * seasonOf(firstDay + i, kind));
  return drawStart(draw, zone, firstDay + draw.weighted(weights));
}

/**
 * A tutor of the subject who works and is free at the instant: the best of a few looked at, or null. Customers
 * see ratings when they choose, so better tutors are taken somewhat more often.
 */
export function findTutor(
  world: Simulation,
  draw: Draw,
  request: { subject: number; us: number; not?: number; weekly: boolean },
): Tutor | null {
  const { hours } = world;
  const pool = world.tutorsBySubject[request.subject] ?? [];
  let best: Tutor | null = null;
  for (let tries = Math.min(10, pool.length * 2), seen = 0; tries > 0 && seen < 2; tries--) {
    const id = draw.pick(pool);
    if (id === request.not || !hours.worksAt(id, request.us)) continue;
    if (request.weekly && hours.isTaken(id, request.us)) continue;
    const tutor = tutorOf(world, id);
    if (isAway(tutor, request.us)) continue;
    seen++;
    if (best === null || tutor.quality > best.quality) best = tutor;
  }
  return best;
}

/** Somebody who teaches the subject and is not away, whatever the hours; the first of the pool at worst. */
export function anyTutor(world: Simulation, draw: Draw, subject: number, us: number): Tutor {
  const pool = world.tutorsBySubject[subject] ?? [1];
  for (let tries = 8; tries > 0; tries--) {
    const tutor = tutorOf(world, draw.pick(pool));
    if (!isAway(tutor, us)) return tutor;
  }
  return tutorOf(world, pool.find((id) => !isAway(tutorOf(world, id), us)) ?? pool[0] ?? 1);
}

/** Finds a weekly appointment: a start in the coming week and a tutor who is free then every week. */
export function findWeeklySlot(
  world: Simulation,
  draw: Draw,
  customer: Customer,
  fromUs: number,
): { us: number; tutor: Tutor } {
  let us = 0;
  for (let tries = 0; tries < 4; tries++) {
    us = drawStartInWeek(draw, customer, fromUs);
    const usual = customer.tutor > 0 ? tutorOf(world, customer.tutor) : null;
    if (usual && isFreeWeekly(world, usual, us)) return { us, tutor: usual };
    const found =
      tries < 2 && usual ? null : findTutor(world, draw, { subject: customer.subject, us, weekly: true });
    if (found) return { us, tutor: found };
  }
  return { us, tutor: anyTutor(world, draw, customer.subject, us) };
}

const isFreeWeekly = ({ hours }: Simulation, tutor: Tutor, us: number): boolean =>
  hours.worksAt(tutor.id, us) && !hours.isTaken(tutor.id, us) && !isAway(tutor, us);
