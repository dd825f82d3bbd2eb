/** How many tests of a suite did what; a suite that broke off has a fault. */
export type SuiteResult = {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  /** Why the suite counts as failed though no single test did. */
  fault: string | null;
};

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
};

/** Reads Vitest's JSON report. A file that could not be loaded has no tests and counts as one that failed. */
export function readVitestReport(report: VitestReport | null, exitCode: number): SuiteResult {
  const name = "unit, database, API and components";
  if (report === null) return { name, passed: 0, failed: 0, skipped: 0, fault: "it ended without a report" };
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  );
  const result = {
    name,
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return { ...result, fault: findFault(result, exitCode) };
}

/** Reads Playwright's JSON report. A test that passed only when tried again counts as passed. */
export function readPlaywrightReport(report: PlaywrightReport | null, exitCode: number): SuiteResult {
  const name = "end to end";
  if (report === null) return { name, passed: 0, failed: 0, skipped: 0, fault: "it ended without a report" };
  const { expected, unexpected, flaky, skipped } = report.stats;
  const result = { name, passed: expected + flaky, failed: unexpected, skipped };
  return { ...result, fault: findFault(result, exitCode) };
}

type Counts = Omit<SuiteResult, "fault">;

function findFault({ passed, failed, skipped }: Counts, exitCode: number): string | null {
  if (passed + failed + skipped === 0) return "it ran no tests";
  if (exitCode !== 0 && failed === 0) return `it ended with exit code ${exitCode} though no test failed`;
  return null;
}

/** The last line of `npm test`. A suite with a fault adds one failure, so that the line cannot look clean. */
export function summarize(results: readonly SuiteResult[]): { line: string; isGreen: boolean } {
  const sum = (count: (result: SuiteResult) => number) =>
    results.reduce((total, result) => total + count(result), 0);
  const failed = sum((result) => result.failed + (result.fault === null ? 0 : 1));
  const passed = sum((result) => result.passed);
  const line = `${passed} passed, ${failed} failed, ${sum((result) => result.skipped)} skipped`;
  return { line, isGreen: failed === 0 && passed > 0 };
}
