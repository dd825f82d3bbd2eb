import { weekUs } from "./instants.ts";
import type { Customer, Experience } from "./model.ts";
import type { Draw } from "./random.ts";

/** Chance per week that an untroubled customer begins to drift away. */
const baseHazard = 0.0125;

/**
 * Chance that a customer begins to drift away in a week. It rises with a poor first session (most in the first
 * eight weeks), bad ratings and let-downs (mood), calls and changes of tutor in the last weeks, and falls with
 * tenure. `frailty` is what no record shows.
 */
export function leavingHazard(customer: Customer, nowUs: number): number {
  const ageWeeks = (nowUs - customer.signedUpUs) / weekUs;
  const poorStart = customer.firstRating > 0 && customer.firstRating < 4 ? 1.6 * Math.exp(-ageWeeks / 8) : 0;
  const score =
    poorStart +
    0.9 * Math.max(0, -customer.mood) -
    0.25 * Math.max(0, customer.mood) +
    0.5 * Math.min(3, customer.recentCalls) +
    0.6 * Math.min(2, customer.recentTutorChanges) +
    0.7 * Math.exp(-ageWeeks / 5);
  return Math.min(0.5, baseHazard * customer.frailty * Math.exp(score));
}

/** Takes in what has happened to the customer before `nowUs`; what they remember fades week by week. */
export function takeIn(customer: Customer, nowUs: number): void {
  customer.mood *= 0.8;
  customer.recentCalls *= 0.6;
  customer.recentTutorChanges *= 0.65;
  const later: Experience[] = [];
  for (const experience of customer.experiences) {
    if (experience.us >= nowUs) {
      later.push(experience);
      continue;
    }
    if (experience.kind === "let_down") customer.mood -= 0.35;
    if (experience.kind === "called") customer.recentCalls += 1;
    if (experience.kind === "completed") customer.mood += 0.03;
    if (experience.kind !== "rated") continue;
    if (customer.firstRating === 0) customer.firstRating = experience.rating;
    customer.mood += (experience.rating - 4.3) * 0.3;
  }
  customer.mood = Math.max(-2, Math.min(1, customer.mood));
  customer.experiences = later;
}

/** Whether the customer drops the present tutor: nearly always after very bad weeks, seldom otherwise. */
export const wantsAnotherTutor = (draw: Draw, customer: Customer): boolean =>
  draw.chance(0.006 + (customer.mood < -0.45 ? 0.28 : 0));
