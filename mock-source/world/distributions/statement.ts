import type { Facts } from "./facts.ts";

/** One figure of the statement: what the data are said to show, within which limits, and how it is taken from them. */
export type Figure = {
  what: string;
  stated: number;
  /** The test accepts nothing outside. */
  limits: readonly [number, number];
  unit: "share" | "ratio" | "days" | "stars" | "per week" | "count";
  measure(facts: Facts): number;
};

export type Topic = { title: string; figures: readonly Figure[]; notModelled: string };

/** Share of the items for which `holds`; 0 of none. */
export function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let count = 0;
  for (const item of items) if (holds(item)) count++;
  return items.length === 0 ? 0 : count / items.length;
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

export function standardDeviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

const measuredOnce = new WeakMap<Facts, Map<unknown, unknown>>();

/** The same intermediate result for all figures that need it. */
export function once<T>(facts: Facts, compute: (facts: Facts) => T): T {
  const known = measuredOnce.get(facts) ?? new Map<unknown, unknown>();
  measuredOnce.set(facts, known);
  if (!known.has(compute)) known.set(compute, compute(facts));
  return known.get(compute) as T;
}
