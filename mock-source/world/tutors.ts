import { printCents } from "./decimals.ts";
import { noteDue } from "./due.ts";
import { dayUs, hourUs, minuteUs, printInstant } from "./instants.ts";
import type { Availability, Row, Simulation, Tutor } from "./model.ts";
import { personOf } from "./people.ts";
import { type Draw, drawFor, topics } from "./random.ts";
import { subjectCode, subjects, subjectWeights } from "./subjects.ts";
import { zoneName, zoneShares } from "./zones.ts";

/** One tutor for nine customers gives about 60 % use of their hours. */
const customersPerTutor = 9;
const shareHiredBefore = 0.7;

/** The instant at which tutor number `id` is hired: most before the world begins, the rest at an even pace. */
export function hiredUs(world: Pick<Simulation, "customers" | "originDay">, id: number): number {
  // However small the world, each subject has a tutor from the first day.
  const total = Math.max(subjects.length / shareHiredBefore, world.customers / customersPerTutor);
  const before = Math.ceil(total * shareHiredBefore);
  const originUs = world.originDay * dayUs;
  if (id <= before) return Math.floor(originUs - 400 * dayUs + ((id - 0.5) / before) * 395 * dayUs);
  return Math.floor(originUs + ((id - before) / (total * (1 - shareHiredBefore))) * 180 * dayUs);
}

export function createTutor(world: Simulation, id: number): Tutor {
  const draw = drawFor(world.seed, topics.tutor, id);
  const hired = hiredUs(world, id);
  const declines = draw.chance(0.05);
  return {
    id,
    zone: draw.weighted(zoneShares),
    subjects: drawSubjects(draw, id),
    quality: draw.normal() * 0.22,
    firstSkill: draw.normal() * 0.35,
    reliability: draw.unit(),
    declinesFromUs: declines ? world.originDay * dayUs + draw.between(60, 260) * dayUs : 0,
    rateCents: draw.between(36, 130) * 50,
    hiredUs: hired,
    departsUs: 0,
    leave: null,
    availability: [{ us: hired, blocks: drawBlocks(draw) }],
    timeOff: [],
    changesUs: [hired],
  };
}

function drawSubjects(draw: Draw, id: number): number[] {
  const chosen = new Set([id <= subjects.length ? id - 1 : draw.weighted(subjectWeights)]);
  for (let more = draw.between(0, 3); more > 0; more--) chosen.add(draw.weighted(subjectWeights));
  return [...chosen];
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Chance that a tutor offers a weekday, Sunday first. */
const weekdayChances = [0.8, 0.75, 0.75, 0.75, 0.75, 0.5, 0.5];

/** Four to six days a week: afternoons and evenings on school days, from the morning at the weekend. */
function drawBlocks(draw: Draw): Availability[] {
  const weekdays = weekdayChances.flatMap((chance, weekday) => (draw.chance(chance) ? [weekday] : []));
  return weekdays.length > 0 ? weekdays.map((weekday) => drawBlock(draw, weekday)) : drawBlocks(draw);
}

/** Earliest and latest begin in half hours, least and most hours: Sunday evenings are asked for most. */
const sunday = [18, 30, 6, 11] as const;
const saturday = [16, 26, 5, 10] as const;
const schoolDay = [26, 34, 3, 7] as const;

function drawBlock(draw: Draw, weekday: number): Availability {
  const weekend = weekday === 0 || weekday === 6;
  const [earliest, latest, least, most] = weekday === 0 ? sunday : weekend ? saturday : schoolDay;
  const from = draw.between(earliest, latest) * 30;
  const hours = draw.between(least, most);
  // A few teach past midnight.
  const to = Math.min(from + hours * 60, draw.chance(0.04) ? 1500 : 1440);
  return { weekday, from, to };
}

export const isAway = (tutor: Tutor, us: number): boolean =>
  (tutor.departsUs > 0 && us >= tutor.departsUs) ||
  (tutor.leave !== null && us >= tutor.leave.fromUs && us < tutor.leave.toUs) ||
  tutor.timeOff.some((off) => us >= off.startsUs && us < off.endsUs);

/** What changes for a tutor in the week from `day` on: hours, time off, leave, departure. */
export function tutorWeek(world: Simulation, tutor: Tutor, day: number): void {
  if (tutor.departsUs > 0) return;
  const draw = drawFor(world.seed, topics.tutorWeek, tutor.id, day);
  const at = () => day * dayUs + Math.floor(draw.unit() * 7 * dayUs);
  const startUs = day * dayUs;
  if (draw.chance(0.03)) {
    const us = at();
    const blocks = drawBlocks(draw);
    tutor.availability.push({ us, blocks });
    world.hours.setBlocks(tutor.id, tutor.zone, blocks);
    noteChange(world, tutor, us);
  }
  if (draw.chance(0.05)) {
    const us = at();
    const startsUs = startUs + draw.between(9, 30) * dayUs + draw.between(8, 16) * hourUs;
    tutor.timeOff.push({ us, startsUs, endsUs: startsUs + draw.between(1, 8) * dayUs });
    noteChange(world, tutor, us);
  }
  if (draw.chance(0.002) && tutor.leave === null) {
    const fromUs = at();
    tutor.leave = { fromUs, toUs: fromUs + draw.between(21, 60) * dayUs + draw.between(0, 600) * minuteUs };
    noteChange(world, tutor, tutor.leave.fromUs);
    noteChange(world, tutor, tutor.leave.toUs);
  }
  if (draw.chance(0.0025) && !isNeeded(world, tutor)) {
    tutor.departsUs = at();
    for (const subject of tutor.subjects) world.stayingBySubject[subject] = staying(world, subject) - 1;
    noteChange(world, tutor, tutor.departsUs);
  }
}

function noteChange(world: Simulation, tutor: Tutor, us: number): void {
  tutor.changesUs.push(us);
  noteDue(world, "tutors", tutor.id, us);
}

const staying = (world: Simulation, subject: number): number => world.stayingBySubject[subject] ?? 0;

/** The last two tutors of a subject stay, so that no subject is left without. */
const isNeeded = (world: Simulation, tutor: Tutor): boolean =>
  tutor.subjects.some((subject) => staying(world, subject) < 3);

export function renderTutor(world: Simulation, tutor: Tutor, asOfUs: number): Row {
  const person = personOf(world.seed, -tutor.id);
  const departed = tutor.departsUs > 0 && tutor.departsUs <= asOfUs;
  const onLeave = tutor.leave !== null && tutor.leave.fromUs <= asOfUs && asOfUs < tutor.leave.toUs;
  const schedule = tutor.availability.findLast((version) => version.us <= asOfUs);
  return {
    id: tutor.id,
    name: person.name,
    email: person.email,
    timezone: zoneName(tutor.zone),
    status: departed ? "departed" : onLeave ? "on_leave" : "active",
    hourly_rate: printCents(tutor.rateCents),
    hired_at: printInstant(tutor.hiredUs),
    subjects: tutor.subjects.map(subjectCode),
    availability: (schedule?.blocks ?? []).map(({ weekday, from, to }) => ({
      weekday,
      start: clock(from),
      end: clock(to > 1440 ? to - 1440 : to),
    })),
    time_off: tutor.timeOff
      .filter((off) => off.us <= asOfUs)
      .map((off) => ({ starts_at: printInstant(off.startsUs), ends_at: printInstant(off.endsUs) })),
    created_at: printInstant(tutor.hiredUs),
    updated_at: printInstant(latestUs(tutor.changesUs, asOfUs)),
    deleted_at: null,
  };
}

/** The latest instant that is not after `asOfUs`; 0 where there is none. */
export function latestUs(instants: readonly number[], asOfUs: number): number {
  let latest = 0;
  for (const us of instants) if (us <= asOfUs && us > latest) latest = us;
  return latest;
}
