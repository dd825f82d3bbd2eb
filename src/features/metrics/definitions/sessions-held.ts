import { shiftBusinessDay } from "#domain/time/business-day.ts";
import { defineRangeMetric, type MetricContext, type Range } from "#platform/metrics/metric.ts";
import { formatCount } from "#ui/figures/format.ts";
import { heldSessions, sessionTotals } from "../session-totals.ts";
import { loadMetricSettings } from "../settings.ts";
import { usualWeeks } from "../weights.ts";

/** The target that was set, or the mean of the same weekday over the last four weeks; null where those were empty. */
async function dayTarget(ctx: MetricContext, day: Date): Promise<{ target: number | null; isSet: boolean }> {
  const { sessionsPerDayTarget } = await loadMetricSettings(ctx.db);
  if (sessionsPerDayTarget !== null) return { target: sessionsPerDayTarget, isSet: true };
  const counts: number[] = [];
  for (let week = 1; week <= usualWeeks; week++) {
    const from = shiftBusinessDay(day, -7 * week, ctx.businessTimezone);
    const to = shiftBusinessDay(day, -7 * week + 1, ctx.businessTimezone);
    const held = heldSessions(await sessionTotals(ctx, { from, to }));
    if (held > 0) counts.push(held);
  }
  const sum = counts.reduce((total, count) => total + count, 0);
  return { target: counts.length === 0 ? null : Math.round(sum / counts.length), isSet: false };
}

async function restOfDay(ctx: MetricContext, range: Range): Promise<number> {
  const dayEnd = shiftBusinessDay(range.from, 1, ctx.businessTimezone);
  return heldSessions(await sessionTotals(ctx, { from: range.to, to: dayEnd }));
}

export type SessionDetails = {
  completed: number;
  cancelled: number;
  noShow: number;
  dayTarget: number | null;
  targetIsSet: boolean;
  bookedRestOfDay: number;
};

export const sessionsHeld = defineRangeMetric<SessionDetails>({
  kind: "range",
  name: "sessions_held",
  title: "Sessions",
  question: "How many sessions took place, against the target?",
  unit: "count",
  goodDirection: "up",
  limits: null,
  href: "/customers",
  howComputed:
    "Sessions whose time lies in the range and that were neither cancelled nor missed. Today's target is set by an administrator; unset, it is the mean of the same weekday over the last four weeks.",
  owner: "operations",
  why: (_value, { cancelled, noShow, bookedRestOfDay }) =>
    [
      bookedRestOfDay > 0 ? `${formatCount(bookedRestOfDay)} more booked today` : null,
      `${formatCount(cancelled)} cancelled`,
      `${formatCount(noShow)} missed`,
    ]
      .filter((part) => part !== null)
      .join(" · "),
  async readOver(ctx, range) {
    const totals = await sessionTotals(ctx, range);
    const { target, isSet } = await dayTarget(ctx, range.from);
    const details = {
      completed: totals.completed,
      cancelled: totals.cancelled,
      noShow: totals.noShow,
      dayTarget: target,
      targetIsSet: isSet,
      bookedRestOfDay: await restOfDay(ctx, range),
    };
    return { value: heldSessions(totals), details };
  },
});
