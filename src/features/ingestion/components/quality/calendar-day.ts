import { formatDate } from "#ui/figures/dates.ts";

/** 23 Nov 2026 of "2026-11-23": a calendar day is the same in every timezone. */
export function formatCalendarDay(day: string): string {
  return formatDate(`${day}T12:00:00Z`, "UTC");
}
