import { type FaultKind, faultKinds } from "./fault-kinds.ts";
import type { Outcome } from "./run-schedule.ts";

export type Summary = {
  seed: number;
  outcomes: readonly Outcome[];
  seconds: number;
  command: string;
};

/** How often a kind of fault happened, and in how many schedules. */
export function countKinds(
  outcomes: readonly Outcome[],
): Map<FaultKind, { times: number; schedules: number }> {
  const kinds = Object.keys(faultKinds) as FaultKind[];
  return new Map(
    kinds.map((kind) => {
      const counts = outcomes.map(({ tally }) => tally.counts.get(kind) ?? 0);
      const times = counts.reduce((sum, count) => sum + count, 0);
      return [kind, { times, schedules: counts.filter((count) => count > 0).length }];
    }),
  );
}

/** The summary as lines of Markdown. */
export function printSummary({ seed, outcomes, seconds, command }: Summary): string[] {
  const failed = outcomes.filter(({ faults }) => faults.length > 0);
  const rows = outcomes.reduce((sum, outcome) => sum + outcome.rowsCompared, 0);
  const perMinute = Math.round(outcomes.length / (seconds / 60));
  const counted = [...countKinds(outcomes)];
  const width = Math.max(...Object.values(faultKinds).map((text) => text.length));
  const never = counted.filter(([, { times }]) => times === 0).map(([kind]) => faultKinds[kind]);
  return [
    `Seed ${seed}: ${outcomes.length} schedules in ${Math.round(seconds)} s (${perMinute} a minute), ${rows} rows compared field by field, ${failed.length} failed.`,
    "",
    `| ${"kind of fault".padEnd(width)} | happened | in schedules |`,
    `| ${"-".repeat(width)} | -------: | -----------: |`,
    ...counted.map(
      ([kind, { times, schedules }]) =>
        `| ${faultKinds[kind].padEnd(width)} | ${String(times).padStart(8)} | ${String(schedules).padStart(12)} |`,
    ),
    "",
    ...(never.length > 0 ? [`Never happened: ${never.join(", ")}.`, ""] : []),
    ...failed.map(({ schedule }) => `Failed: ${command} --seed ${seed} --schedule ${schedule.index}`),
  ];
}
