import { formatDate, formatTime, formatWeekday } from "../figures/dates.ts";

export type ClockGrid<Cell> = {
  days: { key: string; label: string }[];
  /** From the earliest time of day to the latest; a time that a day lacks is null there. */
  rows: { key: string; label: string; cells: (Cell | null)[] }[];
};

/**
 * Hours laid out by the reader's clock: a column for each day, a row for each time of day. When clocks go back, the
 * time that comes twice has a second row; when they go forward, the time that is skipped has no cell on that day.
 */
export function clockGrid<Cell>(
  hours: readonly Cell[],
  instantOf: (hour: Cell) => string,
  timezone: string,
): ClockGrid<Cell> {
  const days = new Map<string, { key: string; label: string }>();
  const rows = new Map<string, { key: string; label: string; byDay: Map<string, Cell> }>();
  for (const hour of hours) {
    const at = instantOf(hour);
    const [day, time] = [formatDate(at, timezone), formatTime(at, timezone)];
    days.set(day, { key: day, label: formatWeekday(at, timezone) });
    const isSecond = rows.get(time)?.byDay.has(day) === true;
    const key = isSecond ? `${time} again` : time;
    const row = rows.get(key) ?? { key, label: key, byDay: new Map<string, Cell>() };
    rows.set(key, row);
    row.byDay.set(day, hour);
  }
  const columns = [...days.values()];
  return {
    days: columns,
    rows: [...rows.values()]
      .sort((a, b) => a.key.localeCompare(b.key))
      .map(({ key, label, byDay }) => ({
        key,
        label,
        cells: columns.map((day) => byDay.get(day.key) ?? null),
      })),
  };
}
