import { massesOf, type PartlyKnownCount } from "./count-masses.ts";
import type { Want } from "./share-out.ts";
import type { CapacitySettings } from "./weights.ts";

/** Sessions less likely than this are not planned for, but share in what nobody needs. */
const leastLikely = 0.001;
/** How much of a want's worth goes by its place in the subject's demand, so that equally likely ones are shared in proportion. */
const byPlace = 1e-4;
/** Steps in which what nobody needs is shared out, by the subject's demand. */
const spareStep = 0.25;

/**
 * What free tutors are worth to a subject: the k-th session that they hold is worth the probability that it is asked
 * for, P(Y ≥ held + k). The sum of these is the expected number of sessions served.
 *
 * Likelihoods that are as good as equal are told apart by their place in the demand, k ÷ mean, so that two subjects that are
 * short by the same tutors are short in proportion; tutors whom nobody is likely to need go the same way, up to
 * `mostTimesDemand`. That costs at most a ten-thousandth of a session per session.
 */
export function wantsOf(
  subject: number,
  { law, mean, held }: { law: PartlyKnownCount; mean: number; held: number },
  { mostTimesDemand, leastDemand }: CapacitySettings["sharing"],
): Want[] {
  const demand = Math.max(mean, leastDemand);
  const most = mostTimesDemand * demand;
  const wants: Want[] = [];
  const place = (from: number, sessions: number) =>
    byPlace * (mostTimesDemand - (held + from + sessions / 2) / demand);
  const want = (from: number, sessions: number, likely: number) =>
    wants.push({ subject, sessions, worth: likely + place(from, sessions) });
  const masses = massesOf(law);
  let atLeast = 1;
  let next = 0;
  let served = 0;
  // The masses count from what is known on.
  const likelyOf = (count: number) => {
    for (; next < masses.length && law.known + next < count; next++) atLeast -= masses[next] as number;
    return Math.min(1, Math.max(0, atLeast));
  };
  for (;;) {
    const likely = likelyOf(held + served + 1);
    if (likely < leastLikely) break;
    want(served++, 1, likely);
  }
  for (const step = spareStep * demand; held + served < most; served += step)
    want(served, Math.min(step, most - held - served), 0);
  return wants;
}
