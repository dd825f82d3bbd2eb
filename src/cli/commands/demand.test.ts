import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePanel } from "#domain/forecasting/made-panel.ts";

const folder = await mkdtemp(path.join(tmpdir(), "ops-demand-"));
const file = path.join(folder, "counts.csv");
afterAll(async () => await rm(folder, { recursive: true }));

beforeAll(async () => {
  const { panel } = makePanel({
    family: "weather",
    meanRates: [1, 8],
    weeks: 9,
    toMs: Date.UTC(2025, 3, 7),
    seed: 1,
  });
  const lines = panel.series.flatMap(({ counts }, series) =>
    panel.slots.map(({ startMs }, hour) =>
      [
        `subject ${series}`,
        new Date(startMs).toISOString(),
        counts[hour],
        panel.covariates?.valueAt("rain", "", startMs),
      ].join(),
    ),
  );
  await writeFile(file, `series,ts,count,rain\n${lines.join("\n")}\n`);
});

type Outcome = { code: number; stdout: string; stderr: string };

const ops = async (...args: readonly string[]): Promise<Outcome> =>
  await new Promise((resolve) => {
    const all = ["src/cli/ops.ts", "demand", "backtest", "--csv", file, ...args];
    execFile(process.execPath, all, { env: { NODE_ENV: "test" } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

/** Processes are slow to start on a machine that is busy. */
const timeoutMs = 240_000;

test(
  "a backtest of anyone's counts needs no database, and tells of every model and the selection",
  async () => {
    const { code, stdout, stderr } = await ops("--origins", "1", "--train-days", "56", "--json", "--compare");
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout) as {
      origins: string[];
      models: { kind: string; overall: Record<string, number>; byDay: unknown[] }[];
      selection: { series: { seriesId: string; reason: string }[] };
    };
    expect(report.origins).toEqual(["2025-03-31T00:00:00.000Z"]);
    expect(report.models.map(({ kind }) => kind)).toEqual([
      "mean-of-models",
      "poisson-regression",
      "shrunken-rates",
      "four-week-mean",
      "seasonal-naive",
      "mean-with-boosting",
      "pooled-boosting",
      "mstl-ets",
      "prophet",
      "selected",
    ]);
    const selected = report.models.at(-1)!;
    expect(selected.byDay).toHaveLength(7);
    expect(selected.overall.wapeOverFloor).toBeLessThan(1.25);
    expect(selected.overall.mape).toBeGreaterThan(0);
    expect(report.selection.series.map(({ seriesId }) => seriesId)).toEqual(["subject 0", "subject 1"]);
  },
  timeoutMs,
);

test(
  "a history that is too short is told in a sentence",
  async () => {
    const { code, stderr } = await ops("--origins", "20");
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^The history is too short: 20 origins need 3696 hours of history; there are 1512\./m,
    );
  },
  timeoutMs,
);
