import type { ImbalanceSettings } from "./weights.ts";

export const severities = ["info", "warning", "critical"] as const;

export type Severity = (typeof severities)[number];

type Pressing = { unserved: number; probability: number; hoursLeft: number };

/**
 * How pressing a shortage is: unserved sessions × probability × nearness, nearness being `halfHours` ÷ (`halfHours` + hours
 * left), 1 from its beginning on. It rises as the time nears, and falls as the gap is filled. A severity that was
 * reached is kept until the figure has fallen under `keepShare` of its limit.
 */
export function severityOf(
  { unserved, probability, hoursLeft }: Pressing,
  before: Severity | null,
  { halfHours, critical, warning, keepShare }: ImbalanceSettings["severity"],
): Severity {
  const pressing = (unserved * probability * halfHours) / (halfHours + Math.max(0, hoursLeft));
  const isKept = (severity: Severity) =>
    before !== null && severities.indexOf(before) >= severities.indexOf(severity);
  if (pressing >= critical * (isKept("critical") ? keepShare : 1)) return "critical";
  return pressing >= warning * (isKept("warning") ? keepShare : 1) ? "warning" : "info";
}

/** The graver of two. */
export function graver(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) >= severities.indexOf(b) ? a : b;
}
