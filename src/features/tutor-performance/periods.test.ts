import { expect, it } from "vitest";
import { dayOfDate } from "./business-calendar.ts";
import { periodsOf } from "./periods.ts";
import { noCounts } from "./tutor-days.ts";

it("sums days by business week and by month, across the turn of a year", () => {
  const dates = [
    "2024-02-29",
    "2025-12-28",
    "2025-12-29",
    "2025-12-31",
    "2026-01-01",
    "2026-01-04",
    "2026-01-05",
  ];
  const days = dates.map((date) => ({ ...noCounts, day: dayOfDate(date), completed: 1 }));
  const found = periodsOf(days).map(
    ({ period, startsOn, counts }) => `${period} ${startsOn} ${counts.completed}`,
  );
  expect(found).toEqual([
    "week 2024-02-26 1",
    "week 2025-12-22 1",
    "week 2025-12-29 4",
    "week 2026-01-05 1",
    "month 2024-02-01 1",
    "month 2025-12-01 3",
    "month 2026-01-01 3",
  ]);
});
