import type { OutlookHour } from "#features/demand/schemas/hours.ts";

/** The hour with the most sessions that cannot be served, or else the busiest; null without any hours. */
export function worstHourOf(outlook: readonly OutlookHour[]): string | null {
  const worst = outlook.reduce<OutlookHour | null>(
    (most, hour) =>
      most === null || (hour.expectedUnserved ?? 0) > (most.expectedUnserved ?? 0) ? hour : most,
    null,
  );
  if (worst === null || (worst.expectedUnserved ?? 0) > 0) return worst?.hour ?? null;
  return outlook.reduce((busiest, hour) => (hour.mean > busiest.mean ? hour : busiest), worst).hour;
}
