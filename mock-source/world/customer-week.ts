import { type Booking, book, cancelAhead, drawDuration, forgetPlanned } from "./bookings.ts";
import { scheduleCall, scheduleCallInWeek } from "./call-times.ts";
import { mostSlots } from "./customer-table.ts";
import { changePlan, drawFirstGoals, setStatus, statuses } from "./customers.ts";
import { pursueGoals } from "./goals.ts";
import { dayUs, hourUs, minuteUs, weekUs } from "./instants.ts";
import { isFading, leavingHazard, pauseChance, takeIn } from "./leaving.ts";
import { anyTutor, drawStart, findTutor, findWeeklySlot, tutorOf } from "./matching.ts";
import { type Customer, phases, type Simulation, type WeeklySlot } from "./model.ts";
import { type Draw, drawFor, topics } from "./random.ts";
import { seasonOf } from "./season.ts";
import { seasonKindOf } from "./subjects.ts";
import { reconsiderTutor } from "./tutor-changes.ts";
import { isAway } from "./tutors.ts";
import { instantOf, localDayOf } from "./zones.ts";

/** Share of customers who keep the same hour every week. */
const shareWeekly = 0.78;

/** How much of a change of tutor somebody who stands in for an hour, or another one for a single hour, is felt as. */
const standInWeight = 0.6;

/** The first act of a customer, on the day of the sign-up: goals, the first bookings, and the rest of the week. */
export function customerStarts(world: Simulation, id: number, day: number): void {
  const customer = world.customerTable.load(id);
  const draw = drawFor(world.seed, topics.customerWeek, id, day);
  drawFirstGoals(world, draw, customer);
  const weekly = draw.chance(shareWeekly);
  const bookedUs = customer.signedUpUs + Math.floor((5 + draw.wait(180)) * minuteUs);
  for (let i = 0; i < (weekly ? customer.sessionsPerWeek : 1); i++) {
    const { us, tutor } = findWeeklySlot(world, draw, customer, bookedUs + 12 * hourUs);
    const createdUs = Math.floor(bookedUs + i * draw.wait(4) * minuteUs);
    const durationMinutes = drawDuration(draw);
    const first = !customer.slots.some((slot) => slot.tutor === tutor.id);
    const made = { tutor: tutor.id, scheduledUs: us, createdUs, durationMinutes, first };
    book(world, draw, customer, { ...made, subject: customer.subject });
    customer.tutor = tutor.id;
    if (weekly) keepSlot(world, customer, { us, tutorId: tutor.id, durationMinutes });
  }
  if (draw.chance(0.04)) scheduleCall(world, draw, customer, "technical", bookedUs);
  bookWeek(world, draw, customer, { day, newTutors: [] });
  world.customerTable.save(customer);
}

/** One week in the life of a customer, from 0:00 UTC of `day` on; everything it decides lies after that. */
export function customerWeek(world: Simulation, id: number, day: number): void {
  const customer = world.customerTable.load(id);
  const draw = drawFor(world.seed, topics.customerWeek, id, day);
  takeIn(world, customer, day * dayUs);
  live(world, draw, customer, day);
  world.customerTable.save(customer);
  if (customer.phase === phases.left) forgetPlanned(world, customer);
}

function live(world: Simulation, draw: Draw, customer: Customer, day: number): void {
  const nowUs = day * dayUs;
  if (customer.phase === phases.paused && !returns(world, customer, day, draw)) return;
  if (isFading(customer) && fadingEnds(world, draw, customer, day)) return;
  if (customer.phase === phases.active) drift(world, draw, customer, day);
  if (customer.phase === phases.paused) return;
  const newTutors = customer.tutor > 0 ? reconsiderTutor(world, draw, customer, nowUs) : [];
  bookWeek(world, draw, customer, { day, newTutors });
  callInWeek(world, draw, customer, nowUs);
  pursueGoals(world, draw, customer, nowUs);
  if (!draw.chance(0.006)) return;
  const us = nowUs + Math.floor(draw.unit() * weekUs);
  if (changePlan(world, draw, customer, us) && draw.chance(0.25)) {
    scheduleCall(world, draw, customer, "billing", us);
  }
}

function drift(world: Simulation, draw: Draw, customer: Customer, day: number): void {
  if (draw.chance(leavingHazard(customer, day * dayUs))) {
    customer.phase = phases.fading;
    customer.phaseEndsDay = day + 7 * draw.between(1, 4);
    return;
  }
  if (!draw.chance(pauseChance)) return;
  const us = day * dayUs + Math.floor(draw.unit() * dayUs);
  setStatus(world, customer, us, statuses.paused);
  cancelAhead(world, customer, us);
  customer.phase = phases.paused;
  customer.phaseEndsDay = day + 7 * draw.between(2, 6);
}

function returns(world: Simulation, customer: Customer, day: number, draw: Draw): boolean {
  if (day < customer.phaseEndsDay) return false;
  const us = day * dayUs + Math.floor(draw.unit() * 12 * hourUs);
  setStatus(world, customer, us, statuses.active);
  customer.phase = phases.active;
  const nextUs = Math.ceil(us / minuteUs) * minuteUs;
  for (const slot of customer.slots) slot.nextUs = Math.max(slot.nextUs, nextUs);
  return true;
}

/** After some thin weeks a customer recovers (one in four) or leaves: most close the account within three weeks. */
function fadingEnds(world: Simulation, draw: Draw, customer: Customer, day: number): boolean {
  if (day < customer.phaseEndsDay) return false;
  if (draw.chance(0.25)) {
    customer.phase = phases.active;
    customer.mood = Math.max(0, customer.mood);
    return false;
  }
  const leaveUs = day * dayUs + Math.floor(draw.unit() * 3 * dayUs);
  customer.phase = phases.left;
  cancelAhead(world, customer, leaveUs);
  for (const slot of customer.slots) world.hours.release(slot.tutor, slot.nextUs);
  customer.slots = [];
  if (draw.chance(0.35)) scheduleCall(world, draw, customer, "cancellation", leaveUs);
  if (draw.chance(0.62))
    setStatus(world, customer, leaveUs + Math.floor(draw.wait(9) * dayUs), statuses.closed);
  return true;
}

type Week = {
  day: number;
  /** Tutors whom the customer is about to meet for the first time. */
  newTutors: number[];
};

/** Books the following week's weekly hours (when this week's are over) and the single sessions in between. */
function bookWeek(world: Simulation, draw: Draw, customer: Customer, week: Week): void {
  const kind = seasonKindOf(customer.subject);
  for (const slot of customer.slots) bookSlot(world, draw, customer, slot, week);
  // Who has a weekly hour adds sessions to it before exams, and few else.
  const season = seasonOf(week.day, kind);
  const singles =
    customer.slots.length > 0 ? 0.12 + 1.2 * Math.max(0, season - 1.04) : customer.sessionsPerWeek;
  const count = draw.poisson(singles * season * keepsOf(customer));
  for (let i = 0; i < count; i++) bookSingle(world, draw, customer, week.day);
}

function bookSlot(
  world: Simulation,
  draw: Draw,
  customer: Customer,
  slot: WeeklySlot,
  { day, newTutors }: Week,
): void {
  const kind = seasonKindOf(customer.subject);
  while (slot.nextUs < (day + 7) * dayUs) {
    const createdUs = Math.floor(slot.nextUs + (slot.durationMinutes + 2 + draw.wait(20)) * minuteUs);
    const localDay = localDayOf(customer.zone, slot.nextUs) + 7;
    const us = instantOf(customer.zone, localDay, slot.minuteOfDay);
    slot.nextUs = us;
    const season = Math.min(1, seasonOf(localDay, kind) / 1.02);
    if (us < day * dayUs || !draw.chance(season * keepsOf(customer))) continue;
    const tutor = substitute(world, draw, customer, slot.tutor, us);
    const newTutor = newTutors.indexOf(tutor);
    if (newTutor >= 0) newTutors.splice(newTutor, 1);
    if (tutor === slot.tutor) customer.tutor = tutor;
    else customer.recentTutorChanges += standInWeight;
    book(world, draw, customer, {
      tutor,
      scheduledUs: us,
      createdUs: Math.max(createdUs, day * dayUs),
      durationMinutes: slot.durationMinutes,
      subject: customer.subject,
      first: tutor !== slot.tutor || newTutor >= 0,
    });
  }
}

/** Share of the usual sessions that a customer keeps. */
const keepsOf = (customer: Customer): number => (isFading(customer) ? 0.45 : 1);

/** Who stands in when the usual tutor is away at that hour. */
function substitute(world: Simulation, draw: Draw, customer: Customer, tutorId: number, us: number): number {
  if (!isAway(tutorOf(world, tutorId), us)) return tutorId;
  const found = findTutor(world, draw, { subject: customer.subject, us, not: tutorId, weekly: false });
  return (found ?? anyTutor(world, draw, customer.subject, us)).id;
}

/** A single session: booked at some waking hour, for one of the next ten days. */
function bookSingle(world: Simulation, draw: Draw, customer: Customer, day: number): void {
  const earliestUs = Math.max(day * dayUs, customer.signedUpUs + hourUs);
  const wokenUs = instantOf(customer.zone, day + draw.between(1, 6), draw.between(8 * 60, 23 * 60));
  const createdUs = Math.max(wokenUs, earliestUs) + draw.between(0, 59_999_999);
  const leadDays = 1 + Math.min(9, Math.floor(draw.wait(2.4)));
  const localDay = localDayOf(customer.zone, createdUs) + leadDays;
  const us = drawStart(draw, customer.zone, localDay);
  const kind = seasonKindOf(customer.subject);
  // How many are wanted was drawn for the week; a holiday in it takes its own away.
  if (!draw.chance(Math.min(1, seasonOf(localDay, kind) / seasonOf(day, kind)))) return;
  const usual = customer.tutor > 0 && draw.chance(0.8) ? tutorOf(world, customer.tutor) : null;
  const tutor =
    (usual && !isAway(usual, us) ? usual : null) ??
    findTutor(world, draw, { subject: customer.subject, us, weekly: true }) ??
    anyTutor(world, draw, customer.subject, us);
  const first = tutor.id !== customer.tutor;
  if (first && customer.tutor > 0) customer.recentTutorChanges += standInWeight;
  const booking: Booking = {
    tutor: tutor.id,
    scheduledUs: us,
    createdUs,
    durationMinutes: drawDuration(draw),
    subject: customer.subject,
    first,
  };
  book(world, draw, customer, booking);
  customer.tutor = tutor.id;
}

function keepSlot(
  world: Simulation,
  customer: Customer,
  found: { us: number; tutorId: number; durationMinutes: number },
): void {
  if (customer.slots.length === mostSlots) return;
  world.hours.take(found.tutorId, found.us);
  const localDay = localDayOf(customer.zone, found.us);
  const minuteOfDay = Math.round((found.us - instantOf(customer.zone, localDay, 0)) / minuteUs);
  const { us: nextUs, tutorId: tutor, durationMinutes } = found;
  customer.slots.push({ nextUs, minuteOfDay, durationMinutes, tutor });
}

const weekReasons = ["billing", "scheduling", "technical", "progress", "other", "tutor_complaint"] as const;

/** Calls without a cause in the records; an unhappy customer has more to say about the tutor. */
function callInWeek(world: Simulation, draw: Draw, customer: Customer, nowUs: number): void {
  const count = Math.min(4, draw.poisson(customer.callsPerWeek * (isFading(customer) ? 1.8 : 1)));
  for (let i = 0; i < count; i++) {
    const reason = weekReasons[draw.weighted([34, 22, 16, 15, 11, 2 + 30 * Math.max(0, -customer.mood)])];
    scheduleCallInWeek(world, draw, customer, reason ?? "other", nowUs);
  }
}
