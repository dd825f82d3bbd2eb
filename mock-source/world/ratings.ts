import { weekUs } from "./instants.ts";
import type { Customer, Tutor } from "./model.ts";
import type { Draw } from "./random.ts";

const shareRated = 0.74;

/** Quality at an instant: a declining tutor loses nearly a star within six weeks and stays there. */
export function qualityAt(tutor: Tutor, us: number): number {
  if (tutor.declinesFromUs === 0 || us < tutor.declinesFromUs) return tutor.quality;
  return tutor.quality - 0.9 * Math.min(1, (us - tutor.declinesFromUs) / (6 * weekUs));
}

/**
 * A rating in half stars, 2 to 10, or 0 where the customer gives none. Most are 5; first sessions depend on the
 * tutor's skill at them, and are a little worse.
 */
export function drawRating(draw: Draw, customer: Customer, tutor: Tutor, us: number, first: boolean): number {
  if (!draw.chance(first ? 0.86 : shareRated)) return 0;
  const skill = qualityAt(tutor, us) + (first ? tutor.firstSkill - 0.5 : 0);
  const noise = draw.chance(0.06) ? -draw.wait(1.7) : draw.normal() * 0.6;
  const latent = 4.72 + 1.1 * skill + 0.1 * customer.mood + noise;
  const halves = Math.round(Math.min(5, Math.max(1, latent)) * 2) / 2;
  // Most people give whole stars.
  return 2 * (halves % 1 !== 0 && draw.chance(0.6) ? Math.round(halves + 0.1) : halves);
}

/** How long after the session the rating comes, in microseconds: at once, the same day, or days later. */
export function drawRatingDelayUs(draw: Draw): number {
  const minutes = [() => 1 + draw.wait(12), () => 60 + draw.wait(400), () => 1440 + draw.wait(1500)];
  const kind = draw.weighted([45, 40, 15]);
  return Math.floor((minutes[kind]?.() ?? 1) * 60_000_000);
}
