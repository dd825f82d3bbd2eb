import { weekUs } from "./instants.ts";
import { type Customer, phases, type SessionPlan, type Simulation } from "./model.ts";
import type { Draw } from "./random.ts";
import { outcomes } from "./sessions.ts";

/** Chance per week that an untroubled customer begins to drift away. */
const baseHazard = 0.0135;

/** Below four stars, in half stars. */
const poorBelow = 8;

/**
 * Chance that a customer begins to drift away in a week. It rises with a poor first session (most in the first
 * eight weeks), bad ratings and let-downs (mood), calls and changes of tutor in the last weeks, and falls with
 * tenure. `frailty` is what no record shows, and the channel's part.
 */
export function leavingHazard(customer: Customer, nowUs: number): number {
  const ageWeeks = (nowUs - customer.signedUpUs) / weekUs;
  const poor = customer.firstRating > 0 && customer.firstRating < poorBelow;
  const score =
    (poor ? 1.4 * Math.exp(-ageWeeks / 8) : 0) +
    0.9 * Math.max(0, -customer.mood) -
    0.25 * Math.max(0, customer.mood) +
    0.5 * Math.min(3, customer.recentCalls) +
    0.75 * Math.min(2, customer.recentTutorChanges) +
    0.7 * Math.exp(-ageWeeks / 5);
  return Math.min(0.5, baseHazard * customer.frailty * Math.exp(score));
}

/** Takes in what has happened to the customer before `nowUs`; what they remember fades week by week. */
export function takeIn(world: Simulation, customer: Customer, nowUs: number): void {
  customer.mood *= 0.8;
  customer.recentCalls = customer.recentCalls * 0.6 + world.customerTable.takeNewCalls(customer.id);
  customer.recentTutorChanges *= 0.72;
  world.customerTable.sweepPlanned(world.plans, customer.id, (plan) => {
    if (plan.scheduledUs >= nowUs || knownUs(plan) >= nowUs) return true;
    if (isLetDown(plan)) customer.mood -= 0.35;
    if (plan.outcome !== outcomes.completed) return false;
    if (plan.rating === 0) customer.mood += 0.03;
    else {
      if (customer.firstRating === 0) customer.firstRating = plan.rating;
      customer.mood += (plan.rating / 2 - 4.3) * 0.3;
    }
    return false;
  });
  customer.mood = Math.max(-2, Math.min(1, customer.mood));
}

/** When the customer knows what to think of the session. */
const knownUs = (plan: SessionPlan): number => Math.max(plan.startedUs, plan.endedUs, plan.ratedUs);

const isLetDown = (plan: SessionPlan): boolean =>
  plan.outcome === outcomes.cancelled && plan.cancelledBy !== 0;

/** Whether the customer drops the present tutor: nearly always after very bad weeks, seldom otherwise. */
export const wantsAnotherTutor = (draw: Draw, customer: Customer): boolean =>
  draw.chance(0.006 + (customer.mood < -0.45 ? 0.28 : 0));

/** Chance per week that a customer takes a break. */
export const pauseChance = 0.003;

export const isFading = (customer: Customer): boolean => customer.phase === phases.fading;
