import { formatDay, formatWeekday } from "../figures/dates.ts";

/** Cells of one kind that lie side by side: the first one's place, and how many there are. */
export type Run<State extends string> = { state: State; start: number; length: number };

export function runsOf<State extends string>(states: readonly State[]): Run<State>[] {
  const runs: Run<State>[] = [];
  states.forEach((state, index) => {
    const last = runs.at(-1);
    if (last?.state === state) last.length++;
    else runs.push({ state, start: index, length: 1 });
  });
  return runs;
}

/**
 * Several boxes of a strip as one CSS polygon, so that a strip of 168 cells is one element for each look. The
 * outline runs along the foot from one box to the next, where it has no width.
 */
export function polygonOf(runs: readonly Pick<Run<string>, "start" | "length">[], cells: number): string {
  const x = (cell: number) => `${Math.round((cell / cells) * 1e5) / 1e3}%`;
  const corners = runs.flatMap(({ start, length }) => [
    `${x(start)} 100%`,
    `${x(start)} 0`,
    `${x(start + length)} 0`,
    `${x(start + length)} 100%`,
  ]);
  return `polygon(${corners.join(",")})`;
}

const hourMs = 3_600_000;

/** The instant of a cell, hours counted from the first: days of 23 or 25 hours need no rule of their own. */
export const hourAt = (from: string, cell: number) =>
  new Date(Date.parse(from) + cell * hourMs).toISOString();

/** Where the days of the reader's calendar begin in a strip of hours, the one that it begins in among them. */
export function daysOf(
  from: string,
  cells: number,
  timezone: string,
): { start: number; length: number; label: string }[] {
  const days = Array.from({ length: cells }, (_, cell) => formatDay(hourAt(from, cell), timezone));
  return runsOf(days).map(({ start, length }) => ({
    start,
    length,
    label: formatWeekday(hourAt(from, start), timezone),
  }));
}
