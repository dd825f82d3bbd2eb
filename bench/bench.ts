/** One measured line of the table. */
export type Measurement = {
  what: string;
  size: string;
  ms: number;
  /** Processor time of this process and the server: what else the machine does hardly adds to it. */
  processorMs?: number;
  /** Rows, customers or requests that were dealt with. */
  count: number;
  /** What it is compared with, measured in the same run. */
  yardstick?: { what: string; ms: number; processorMs?: number };
  bar?: string;
  isWithinBar?: boolean;
};

/** One line that is no time of so many rows: a size, a score, a time by itself. */
export type Reading = { what: string; size: string; figure: string; bar?: string; isWithinBar?: boolean };

/** What a bench gets: databases of its own on the server of the run, and a way to tell people what it does. */
export type BenchContext = {
  /** Address, for the owner, of a new migrated database of this name. */
  createDatabase(name: string): Promise<string>;
  /** Address, for the owner, of the database of this name, which benches of a run share. */
  openDatabase(name: string): Promise<string>;
  say(line: string): void;
};

/** A group of rows. Add one to `benches` in run.ts. */
export type Bench = { name: string; run(ctx: BenchContext): Promise<(Measurement | Reading)[]> };

/** After so long, what is measured is long beside what disturbs it. */
const longEnoughMs = 60_000;

/** The shortest of several runs, in milliseconds: what else the machine does can only add to it. One that takes minutes is done once. */
export async function shortest(runs: number, work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  const beganMs = performance.now();
  for (let run = 0; run < runs && performance.now() - beganMs < longEnoughMs; run++) {
    const startedMs = performance.now();
    await work();
    best = Math.min(best, performance.now() - startedMs);
  }
  return best;
}

export type Spent = { ms: number; processorMs: number };

/** The least that several runs took and spent; `clock` tells the processor time so far. */
export async function least(
  runs: number,
  clock: () => Promise<number>,
  work: () => Promise<unknown>,
): Promise<Spent> {
  let processor = Number.POSITIVE_INFINITY;
  const ms = await shortest(runs, async () => {
    const before = await clock();
    await work();
    processor = Math.min(processor, (await clock()) - before);
  });
  return { ms, processorMs: processor };
}

/** A size: `--stored 1000000`, or BENCH_STORED. Read while a bench runs, when the options are known. */
export function numberOption(name: string, otherwise: number): number {
  return Number(process.env[`BENCH_${name}`] ?? otherwise);
}

/** Sizes, with commas between them. */
export function numbersOption(name: string, otherwise: readonly number[]): number[] {
  return (process.env[`BENCH_${name}`] ?? otherwise.join(",")).split(",").map(Number);
}
