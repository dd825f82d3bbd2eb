import { type Booking, book, cancelAhead, drawDuration } from "./bookings.ts";
import { scheduleCall, scheduleCallInWeek } from "./call-times.ts";
import { addGoal, changePlan, drawFirstGoals } from "./customers.ts";
import { dayUs, hourUs, minuteUs, weekUs } from "./instants.ts";
import { leavingHazard, takeIn, wantsAnotherTutor } from "./leaving.ts";
import { anyTutor, drawStart, findTutor, findWeeklySlot, release, take, tutorOf } from "./matching.ts";
import type { Customer, Simulation, WeeklySlot } from "./model.ts";
import { type Draw, drawFor, topics } from "./random.ts";
import { seasonOf } from "./season.ts";
import { isAway } from "./tutors.ts";
import { instantOf, localDayOf } from "./zones.ts";

/** Share of customers who keep the same hour every week. */
const shareWeekly = 0.78;

/** The first act of a customer, on the day of the sign-up: goals, the first bookings, and the rest of the week. */
export function customerStarts(world: Simulation, customer: Customer, day: number): void {
  const draw = drawFor(world.seed, topics.customerWeek, customer.id, day);
  drawFirstGoals(draw, customer);
  const weekly = draw.chance(shareWeekly);
  const bookedUs = customer.signedUpUs + Math.floor((5 + draw.wait(180)) * minuteUs);
  for (let i = 0; i < (weekly ? customer.sessionsPerWeek : 1); i++) {
    const { us, tutor } = findWeeklySlot(world, draw, customer, bookedUs + 12 * hourUs);
    const createdUs = Math.floor(bookedUs + i * draw.wait(4) * minuteUs);
    const durationMinutes = drawDuration(draw);
    book(world, draw, customer, booking(customer, tutor.id, us, createdUs, durationMinutes));
    customer.tutor = tutor.id;
    if (weekly) keepSlot(world, customer, { us, tutorId: tutor.id, durationMinutes });
  }
  bookWeek(world, draw, customer, day);
}

/** One week in the life of a customer, from 0:00 UTC of `day` on; everything it decides lies after that. */
export function customerWeek(world: Simulation, customer: Customer, day: number): void {
  if (customer.phase === "left") return;
  const draw = drawFor(world.seed, topics.customerWeek, customer.id, day);
  const nowUs = day * dayUs;
  takeIn(customer, nowUs);
  customer.ahead = customer.ahead.filter((plan) => plan.scheduledUs >= nowUs);
  if (customer.phase === "paused" && !returns(customer, day, draw)) return;
  if (customer.phase === "fading" && fadingEnds(world, draw, customer, day)) return;
  if (customer.phase === "active") drift(world, draw, customer, day);
  if (customer.phase === "paused") return;
  if (customer.tutor > 0) reconsiderTutor(world, draw, customer, nowUs);
  bookWeek(world, draw, customer, day);
  callInWeek(world, draw, customer, nowUs);
  pursueGoals(world, draw, customer, nowUs);
  if (draw.chance(0.006)) changePlan(draw, customer, nowUs + Math.floor(draw.unit() * weekUs));
}

function drift(world: Simulation, draw: Draw, customer: Customer, day: number): void {
  if (draw.chance(leavingHazard(customer, day * dayUs))) {
    customer.phase = "fading";
    customer.phaseEndsDay = day + 7 * draw.between(1, 4);
    return;
  }
  if (!draw.chance(0.003)) return;
  const us = day * dayUs + Math.floor(draw.unit() * dayUs);
  setStatus(customer, us, "paused");
  cancelAhead(world, customer, us);
  customer.phase = "paused";
  customer.phaseEndsDay = day + 7 * draw.between(2, 6);
}

function returns(customer: Customer, day: number, draw: Draw): boolean {
  if (day < customer.phaseEndsDay) return false;
  const us = day * dayUs + Math.floor(draw.unit() * 12 * hourUs);
  setStatus(customer, us, "active");
  customer.phase = "active";
  for (const slot of customer.slots) slot.nextUs = Math.max(slot.nextUs, us);
  return true;
}

/** After some thin weeks a customer recovers (one in four) or leaves: most close the account within three weeks. */
function fadingEnds(world: Simulation, draw: Draw, customer: Customer, day: number): boolean {
  if (day < customer.phaseEndsDay) return false;
  if (draw.chance(0.25)) {
    customer.phase = "active";
    customer.mood = Math.max(0, customer.mood);
    return false;
  }
  const leaveUs = day * dayUs + Math.floor(draw.unit() * 3 * dayUs);
  customer.phase = "left";
  cancelAhead(world, customer, leaveUs);
  for (const slot of customer.slots) release(tutorOf(world, slot.tutor), slot.nextUs);
  customer.slots = [];
  if (draw.chance(0.35)) scheduleCall(world, draw, customer, "cancellation", leaveUs);
  if (draw.chance(0.62)) setStatus(customer, leaveUs + Math.floor(draw.wait(9) * dayUs), "closed");
  return true;
}

function setStatus(customer: Customer, us: number, status: "active" | "paused" | "closed"): void {
  customer.statuses.push({ us, status });
  customer.changesUs.push(us);
}

/** All weekly hours move to another tutor when the present one is away for good, or the customer is unhappy. */
function reconsiderTutor(world: Simulation, draw: Draw, customer: Customer, nowUs: number): void {
  const gone = isAway(tutorOf(world, customer.tutor), nowUs + weekUs);
  if (!gone && !wantsAnotherTutor(draw, customer)) return;
  customer.recentTutorChanges += 1;
  if (!gone) customer.mood = Math.min(0, customer.mood + 0.4);
  for (const slot of customer.slots) {
    const request = {
      subject: customer.subject,
      us: slot.nextUs + weekUs,
      not: customer.tutor,
      weekly: true,
    };
    const found = findTutor(world, draw, request) ?? anyTutor(world, draw, customer.subject, request.us);
    release(tutorOf(world, slot.tutor), slot.nextUs);
    take(found, slot.nextUs);
    slot.tutor = found.id;
  }
  if (customer.slots.length === 0) customer.tutor = 0;
}

/** Books the following week's weekly hours (when this week's are over) and the single sessions in between. */
function bookWeek(world: Simulation, draw: Draw, customer: Customer, day: number): void {
  const endUs = (day + 7) * dayUs;
  const keeps = customer.phase === "fading" ? 0.45 : 1;
  for (const slot of customer.slots) {
    while (slot.nextUs < endUs) {
      const createdUs = Math.floor(slot.nextUs + (slot.durationMinutes + 2 + draw.wait(20)) * minuteUs);
      const localDay = localDayOf(customer.zone, slot.nextUs) + 7;
      const us = instantOf(customer.zone, localDay, slot.minuteOfDay);
      slot.nextUs = us;
      if (us < day * dayUs || !draw.chance(Math.min(1, seasonOf(localDay) / 1.02) * keeps)) continue;
      const tutorId = substitute(world, draw, customer, slot.tutor, us);
      const made = booking(customer, tutorId, us, Math.max(createdUs, day * dayUs), slot.durationMinutes);
      book(world, draw, customer, made);
      if (tutorId === slot.tutor) customer.tutor = tutorId;
    }
  }
  const singles = customer.slots.length > 0 ? 0.12 : customer.sessionsPerWeek;
  const count = draw.poisson(singles * seasonOf(day) * keeps);
  for (let i = 0; i < count; i++) bookSingle(world, draw, customer, day);
}

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
  const us = drawStart(draw, customer.zone, localDayOf(customer.zone, createdUs) + leadDays);
  const request = { subject: customer.subject, us, weekly: true };
  const usual = customer.tutor > 0 && draw.chance(0.8) ? tutorOf(world, customer.tutor) : null;
  const tutor =
    (usual && !isAway(usual, us) ? usual : findTutor(world, draw, request)) ??
    anyTutor(world, draw, customer.subject, us);
  book(world, draw, customer, booking(customer, tutor.id, us, createdUs, drawDuration(draw)));
  customer.tutor = tutor.id;
}

const booking = (
  customer: Customer,
  tutor: number,
  scheduledUs: number,
  createdUs: number,
  durationMinutes: number,
): Booking => ({ tutor, scheduledUs, createdUs, durationMinutes, subject: customer.subject });

function keepSlot(
  world: Simulation,
  customer: Customer,
  found: { us: number; tutorId: number; durationMinutes: number },
): void {
  take(tutorOf(world, found.tutorId), found.us);
  const localDay = localDayOf(customer.zone, found.us);
  const minuteOfDay = Math.round((found.us - instantOf(customer.zone, localDay, 0)) / minuteUs);
  const slot: WeeklySlot = {
    nextUs: found.us,
    minuteOfDay,
    durationMinutes: found.durationMinutes,
    tutor: found.tutorId,
  };
  customer.slots.push(slot);
}

function callInWeek(world: Simulation, draw: Draw, customer: Customer, nowUs: number): void {
  const count = Math.min(4, draw.poisson(customer.callsPerWeek * (customer.phase === "fading" ? 1.8 : 1)));
  for (let i = 0; i < count; i++) {
    const reason = (["billing", "scheduling", "technical", "progress", "other"] as const)[
      draw.weighted([34, 24, 16, 15, 11])
    ];
    scheduleCallInWeek(world, draw, customer, reason ?? "other", nowUs);
  }
}

/** A goal is reached after six weeks at the earliest; more than half of the customers then set a new one. */
function pursueGoals(world: Simulation, draw: Draw, customer: Customer, nowUs: number): void {
  for (const goal of customer.goals.slice()) {
    if (goal.completedUs > 0 || nowUs - goal.createdUs < 6 * weekUs || !draw.chance(0.035)) continue;
    goal.completedUs = nowUs + Math.floor(draw.unit() * weekUs);
    customer.changesUs.push(goal.completedUs);
    if (draw.chance(0.12)) scheduleCall(world, draw, customer, "progress", goal.completedUs);
    if (!goal.isPrimary || !draw.chance(0.6)) continue;
    addGoal(draw, customer, goal.completedUs + Math.floor(draw.wait(8) * dayUs) + hourUs, true);
  }
}
