import { scheduleCall } from "./call-times.ts";
import { dayOf, dayUs, hourUs, minuteUs } from "./instants.ts";
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
};

export const drawDuration = (draw: Draw): number => [60, 90, 45, 30][draw.weighted([74, 11, 8, 7])] ?? 60;

const by = { customer: 0, tutor: 1, system: 2 } as const;

/** Books a session and decides what will become of it, with the calls that will follow from it. */
export function book(world: Simulation, draw: Draw, customer: Customer, booking: Booking): void {
  const plan: SessionPlan = {
    id: 0,
    customer: customer.id,
    ...booking,
    outcome: outcomes.completed,
    cancelledBy: by.customer,
    rating: 0,
    startedUs: 0,
    endedUs: 0,
    ratedUs: 0,
    oddity: null,
  };
  decideOutcome(world, draw, customer, plan);
  plan.oddity = drawOddity(draw, plan);
  customer.ahead.push(plan);
  const day = dayOf(plan.createdUs);
  const pending = world.pendingSessions.get(day);
  if (pending) pending.push(plan);
  else world.pendingSessions.set(day, [plan]);
}

function decideOutcome(world: Simulation, draw: Draw, customer: Customer, plan: SessionPlan): void {
  const tutor = tutorOf(world, plan.tutor);
  const unhappy = Math.max(0, -customer.mood);
  const shares = [
    0.045 + 0.05 * unhappy + (customer.phase === "fading" ? 0.12 : 0),
    0.008 + 0.05 * (1 - tutor.reliability) ** 2,
    0.003,
    0.02 + 0.02 * unhappy,
  ];
  const fate = draw.weighted([...shares, 1 - shares.reduce((sum, share) => sum + share, 0)]);
  if (fate <= 2) cancel(draw, plan, fate);
  else if (fate === 3) noShow(draw, plan);
  else hold(world, draw, customer, plan);
  if (fate === 1 || fate === 2) {
    customer.experiences.push({ us: plan.startedUs, kind: "let_down", rating: 0 });
    if (draw.chance(0.3)) scheduleCall(world, draw, customer, "scheduling", plan.startedUs);
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

function hold(world: Simulation, draw: Draw, customer: Customer, plan: SessionPlan): void {
  const tutor = tutorOf(world, plan.tutor);
  const pairFirst = plan.tutor !== customer.tutor;
  plan.startedUs = Math.floor(plan.scheduledUs + (-2 + draw.wait(4)) * minuteUs);
  const minutes = plan.durationMinutes + draw.normal() * 2;
  plan.endedUs = Math.floor(plan.startedUs + Math.max(10, minutes) * minuteUs);
  plan.rating = drawRating(draw, customer, tutor, plan.scheduledUs, pairFirst);
  if (plan.rating > 0) plan.ratedUs = plan.endedUs + drawRatingDelayUs(draw);
  customer.experiences.push(
    plan.rating > 0
      ? { us: plan.ratedUs, kind: "rated", rating: plan.rating }
      : { us: plan.endedUs, kind: "completed", rating: 0 },
  );
  if (plan.rating > 0 && plan.rating <= 2.5 && draw.chance(0.35)) {
    scheduleCall(world, draw, customer, "tutor_complaint", plan.endedUs);
  }
}

/** About one session in fifty has a later fate that a reader of the source must cope with. */
function drawOddity(draw: Draw, plan: SessionPlan): SessionOddity | null {
  const kind = draw.weighted([0.974, 0.02, 0.003, 0.003]);
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

/** Cancels what is booked after `leaveUs`: the customer leaves, or pauses. */
export function cancelAhead(world: Simulation, customer: Customer, leaveUs: number): void {
  let stepUs = 0;
  for (const plan of customer.ahead) {
    if (plan.scheduledUs <= leaveUs || plan.startedUs <= leaveUs) continue;
    stepUs += 1_500_000;
    plan.outcome = outcomes.cancelled;
    plan.cancelledBy = by.customer;
    plan.startedUs = Math.max(leaveUs, plan.createdUs) + stepUs;
    plan.endedUs = 0;
    plan.ratedUs = 0;
    plan.rating = 0;
    if (plan.oddity && (plan.oddity.swappedUs === 0 || plan.oddity.swappedUs > leaveUs)) plan.oddity = null;
    if (plan.id > 0) world.sessions.decide(plan);
  }
  customer.experiences = customer.experiences.filter((experience) => experience.us <= leaveUs);
}
