import { scheduleCall } from "./call-times.ts";
import { noteSessionDue } from "./due.ts";
import { dayOf, dayUs, hourUs, minuteUs } from "./instants.ts";
import { isFading } from "./leaving.ts";
import { tutorOf } from "./matching.ts";
import type { Customer, SessionOddity, SessionPlan, Simulation } from "./model.ts";
import type { Draw } from "./random.ts";
import { drawRating, drawRatingDelayUs } from "./ratings.ts";
import { outcomes } from "./sessions.ts";

export type Booking = {
  createdUs: number;
  scheduledUs: number;
  durationMinutes: number;
  tutor: number;
  subject: number;
  /** Whether these two meet for the first time. */
  first: boolean;
};

const durations = [60, 90, 45, 30];
const durationShares = [74, 11, 8, 7];
export const drawDuration = (draw: Draw): number => durations[draw.weighted(durationShares)] ?? 60;

const by = { customer: 0, tutor: 1, system: 2 } as const;

/** Books a session and decides what will become of it, with the calls that will follow from it. */
export function book(world: Simulation, draw: Draw, customer: Customer, booking: Booking): void {
  const plan: SessionPlan = {
    id: 0,
    customer: customer.id,
    tutor: booking.tutor,
    subject: booking.subject,
    durationMinutes: booking.durationMinutes,
    createdUs: booking.createdUs,
    scheduledUs: booking.scheduledUs,
    outcome: outcomes.completed,
    cancelledBy: by.customer,
    rating: 0,
    startedUs: 0,
    endedUs: 0,
    ratedUs: 0,
    oddity: null,
  };
  decideOutcome(world, draw, customer, plan, booking.first);
  plan.oddity = drawOddity(draw, plan);
  const place = world.plans.keep(plan);
  world.customerTable.addPlanned(world.plans, customer.id, place);
  world.plansByDay.add(dayOf(plan.createdUs), place);
}

/** Chances of the four ways in which a session is not held; the rest is held. */
function fateOf(draw: Draw, customer: Customer, reliability: number): number {
  const unhappy = Math.max(0, -customer.mood);
  let left = draw.unit();
  left -= 0.045 + 0.05 * unhappy + (isFading(customer) ? 0.12 : 0);
  if (left < 0) return by.customer;
  left -= 0.008 + 0.05 * (1 - reliability) ** 2;
  if (left < 0) return by.tutor;
  left -= 0.003;
  if (left < 0) return by.system;
  left -= 0.02 + 0.02 * unhappy;
  return left < 0 ? 3 : 4;
}

function decideOutcome(
  world: Simulation,
  draw: Draw,
  customer: Customer,
  plan: SessionPlan,
  first: boolean,
): void {
  const fate = fateOf(draw, customer, tutorOf(world, plan.tutor).reliability);
  if (fate <= 2) cancel(draw, plan, fate);
  else if (fate === 3) noShow(draw, plan);
  else hold(world, draw, customer, plan, first);
  if ((fate === by.tutor || fate === by.system) && draw.chance(0.3)) {
    scheduleCall(world, draw, customer, "scheduling", plan.startedUs);
  }
  if (fate === 3 && draw.chance(0.15)) {
    scheduleCall(world, draw, customer, draw.chance(0.5) ? "technical" : "scheduling", plan.startedUs);
  }
}

/** Half of the cancellations come within the last half day. */
function cancel(draw: Draw, plan: SessionPlan, cancelledBy: number): void {
  const leadUs = plan.scheduledUs - plan.createdUs;
  const beforeUs = Math.min(leadUs * 0.97, 20 * minuteUs + draw.wait(17 * hourUs));
  plan.outcome = outcomes.cancelled;
  plan.cancelledBy = cancelledBy;
  plan.startedUs = Math.floor(plan.scheduledUs - beforeUs);
}

function noShow(draw: Draw, plan: SessionPlan): void {
  plan.outcome = outcomes.noShow;
  plan.startedUs = Math.floor(plan.scheduledUs + (15 + draw.wait(10)) * minuteUs);
}

function hold(world: Simulation, draw: Draw, customer: Customer, plan: SessionPlan, first: boolean): void {
  const tutor = tutorOf(world, plan.tutor);
  plan.startedUs = Math.floor(plan.scheduledUs + (-2 + draw.wait(4)) * minuteUs);
  const minutes = plan.durationMinutes + draw.normal() * 2;
  plan.endedUs = Math.floor(plan.startedUs + Math.max(10, minutes) * minuteUs);
  plan.rating = drawRating(draw, customer, tutor, plan.scheduledUs, first);
  if (plan.rating === 0) return;
  plan.ratedUs = plan.endedUs + drawRatingDelayUs(draw);
  const complains = plan.rating <= 5 ? 0.35 : plan.rating < 8 ? 0.08 : 0;
  if (complains > 0 && draw.chance(complains)) {
    scheduleCall(world, draw, customer, "tutor_complaint", plan.endedUs);
  }
}

const oddityShares = [0.974, 0.02, 0.003, 0.003];

/** About one session in fifty has a later fate that a reader of the source must cope with. */
function drawOddity(draw: Draw, plan: SessionPlan): SessionOddity | null {
  const kind = draw.weighted(oddityShares);
  if (kind === 0) return null;
  const none: SessionOddity = { swappedUs: 0, firstTutor: 0, correctedUs: 0, deletedUs: 0, restoredUs: 0 };
  const afterUs = Math.max(plan.endedUs, plan.startedUs) + Math.floor((0.1 + draw.wait(1.2)) * dayUs);
  if (kind === 1) {
    // The tutor who was booked first hands the session on before it begins.
    const firstTutor = Math.max(1, plan.tutor - 1);
    const lastUs = Math.min(plan.scheduledUs, plan.startedUs) - minuteUs;
    const swappedUs = Math.floor(plan.createdUs + draw.unit() * (lastUs - plan.createdUs));
    return swappedUs > plan.createdUs && firstTutor !== plan.tutor
      ? { ...none, swappedUs, firstTutor }
      : null;
  }
  if (kind === 2) return plan.outcome === outcomes.completed ? { ...none, correctedUs: afterUs } : null;
  const restoredUs = draw.chance(0.25) ? afterUs + Math.floor(draw.wait(0.5) * dayUs) + hourUs : 0;
  return { ...none, deletedUs: afterUs, restoredUs };
}

/** Cancels what is booked after `leaveUs`: the customer leaves, or pauses. What is not booked yet never will be. */
export function cancelAhead(world: Simulation, customer: Customer, leaveUs: number): void {
  let stepUs = 0;
  world.customerTable.sweepPlanned(world.plans, customer.id, (plan, place) => {
    if (plan.createdUs > leaveUs) {
      world.plans.drop(place);
      return false;
    }
    if (plan.scheduledUs <= leaveUs || plan.startedUs <= leaveUs) return true;
    stepUs += 1_500_000;
    cancelPlan(plan, leaveUs, leaveUs + stepUs);
    world.plans.write(place, plan);
    if (plan.id > 0) {
      world.sessions.decide(plan);
      noteSessionDue(world, plan.id);
    }
    return true;
  });
}

function cancelPlan(plan: SessionPlan, leaveUs: number, cancelledUs: number): void {
  plan.outcome = outcomes.cancelled;
  plan.cancelledBy = by.customer;
  plan.startedUs = cancelledUs;
  plan.endedUs = 0;
  plan.ratedUs = 0;
  plan.rating = 0;
  if (plan.oddity === null || (plan.oddity.swappedUs > 0 && plan.oddity.swappedUs <= leaveUs)) return;
  // A hand-over that has not come about yet never will.
  if (plan.oddity.swappedUs > leaveUs) plan.tutor = plan.oddity.firstTutor;
  plan.oddity = null;
}

/** The customer has left for good: what came of the last sessions moves nobody any more. */
export const forgetPlanned = (world: Simulation, customer: Customer): void =>
  world.customerTable.sweepPlanned(world.plans, customer.id, () => false);
