import type { Status } from "#ui/status.ts";

/** How a component's score of 0 to 100 looks: only what costs a lot has a colour. */
export function statusOfComponent(score: number): Status {
  if (score <= 40) return "critical";
  return score <= 70 ? "warning" : "neutral";
}
