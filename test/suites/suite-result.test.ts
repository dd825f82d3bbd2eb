import { expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport, summarize } from "./suite-result.ts";

const vitest = (passed: number, failed: number, files: { status: string; results: string[] }[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: files.map(({ status, results }) => ({
    status,
    assertionResults: results.map((each) => ({ status: each })),
  })),
});

test("a test file that cannot be loaded counts as a failure", () => {
  const report = vitest(1, 0, [
    { status: "passed", results: ["passed"] },
    { status: "failed", results: [] },
  ]);
  expect(readVitestReport(report, 1)).toMatchObject({ passed: 1, failed: 1, fault: null });
});

test("a suite that broke off, ran nothing, or ended badly though no test failed is not green", () => {
  const brokenOff = readVitestReport(null, 139);
  const empty = readPlaywrightReport(
    { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] },
    0,
  );
  const endedBadly = readVitestReport(vitest(1, 0, [{ status: "passed", results: ["passed"] }]), 1);
  for (const result of [brokenOff, empty, endedBadly]) {
    expect(result.fault).not.toBeNull();
    expect(summarize([result]).isGreen).toBe(false);
    expect(summarize([result]).line).toContain("1 failed");
  }
});

test("sums the suites in one line", () => {
  const results = [
    { name: "a", passed: 10, failed: 1, skipped: 2, fault: null },
    { name: "b", passed: 5, failed: 0, skipped: 1, fault: null },
  ];
  expect(summarize(results)).toEqual({ line: "15 passed, 1 failed, 3 skipped", isGreen: false });
});
