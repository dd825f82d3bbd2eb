import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { ReconciliationDetail, ReconciliationSummary } from "../../reconcile/read-reports.ts";
import { NewestReports, type NewestReportsProps } from "./newest-reports.tsx";
import { ReportDetails } from "./report-details.tsx";
import { ReportHistory } from "./report-history.tsx";
import { StartForm, type StartFormProps } from "./start-form.tsx";

const now = "2026-05-02T07:40:00.000Z";

const report = (changes: Partial<ReconciliationSummary> = {}): ReconciliationSummary => ({
  id: 7,
  resource: "sessions",
  trigger: "schedule",
  state: "equal",
  stage: null,
  startedAt: "2026-05-02T07:30:00.000Z",
  finishedAt: "2026-05-02T07:31:30.000Z",
  source: 120_000,
  stored: 120_000,
  missing: 0,
  extra: 0,
  mended: 0,
  deleted: 0,
  restored: 0,
  standIns: 0,
  daysDiffering: 0,
  findings: 0,
  allowsDeletes: false,
  guard: null,
  error: null,
  expected: 110_000,
  ...changes,
});

function showNewest(
  newest: readonly ReconciliationSummary[],
  queued: NewestReportsProps["queued"] = null,
): NewestReportsProps {
  const props: NewestReportsProps = {
    newest,
    queued,
    now,
    timezone: "UTC",
    onOpen: vi.fn<NewestReportsProps["onOpen"]>(),
    onStart: vi.fn<NewestReportsProps["onStart"]>(),
  };
  render(<NewestReports {...props} />);
  return props;
}

const rowOf = (name: string) =>
  within(screen.getAllByRole("row").find((row) => row.textContent?.startsWith(name)) as HTMLElement);

test("each resource shows its last report in words and figures", async () => {
  const props = showNewest([
    report(),
    report({ id: 8, resource: "customers", state: "mended", missing: 4, extra: 8, mended: 12 }),
    report({ id: 9, resource: "calls", state: "differs", missing: 3, mended: 1, daysDiffering: 1 }),
  ]);
  expect(rowOf("Sessions").getByText("Equal")).toBeVisible();
  expect(rowOf("Sessions").getAllByText("120,000")).toHaveLength(2);
  expect(rowOf("Customers").getByText("Mended 12")).toBeVisible();
  expect(rowOf("Calls").getByText("Differs")).toBeVisible();
  expect(rowOf("Calls").getByText("2 not mended, 1 day differs in number")).toBeVisible();
  expect(rowOf("Tutors").getByText("Not compared yet")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Customers" }));
  expect(props.onOpen).toHaveBeenCalledWith(8);
  await userEvent.click(screen.getByRole("button", { name: "Reconcile now: tutors" }));
  expect(props.onStart).toHaveBeenCalledWith("tutors");
});

test("one that runs tells how far it is, one that failed why, and one that was held back how much", () => {
  showNewest(
    [
      report({ state: "running", stage: "comparing", finishedAt: null, source: 20_000 }),
      report({ resource: "customers", state: "failed", error: "The Rails application could not be read." }),
      report({ resource: "calls", state: "held_back", extra: 4_000, guard: "Nothing was marked." }),
    ],
    "tutors",
  );
  expect(rowOf("Sessions").getByText("Comparing ids: 20,000 of about 110,000")).toBeVisible();
  expect(screen.getByRole("button", { name: "Reconcile now: sessions" })).toBeDisabled();
  expect(rowOf("Customers").getByText("The Rails application could not be read.")).toBeVisible();
  expect(rowOf("Calls").getByText("4,000 would have been marked as deleted.")).toBeVisible();
  expect(rowOf("Tutors").getByText("Queued")).toBeVisible();
  expect(screen.getByRole("button", { name: "Reconcile now: tutors" })).toBeDisabled();
});

test("the history opens a report, and says what will be there while it is empty", async () => {
  const onOpen = vi.fn<(report: ReconciliationSummary) => void>();
  const { rerender } = render(<ReportHistory reports={[report()]} timezone="UTC" onOpen={onOpen} />);
  const table = within(screen.getByRole("table", { name: "Earlier reconciliations" }));
  await userEvent.click(table.getByText("2 May 2026, 07:30"));
  expect(onOpen).toHaveBeenCalledWith(report());
  expect(table.getByText("Nightly")).toBeVisible();
  rerender(<ReportHistory reports={[]} timezone="UTC" />);
  expect(screen.getByText("No report yet")).toBeVisible();
});

test("a report names what was found by kind, and the days that differ with both counts", () => {
  const detail: ReconciliationDetail = {
    ...report({
      state: "held_back",
      extra: 1_203,
      missing: 1,
      mended: 1,
      guard: "Too many.",
      findings: 1_204,
    }),
    daysDiffering: 1,
    listed: [
      { kind: "fetched", resource: "sessions", id: 5_000_000_001 },
      { kind: "withheld", resource: "sessions", id: 12 },
      { kind: "stand_in", resource: "customers", id: 77 },
    ],
    days: [{ day: "2026-03-08", source: 812, stored: 810 }],
  };
  render(<ReportDetails report={detail} timezone="UTC" />);
  expect(screen.getByRole("alert")).toHaveTextContent("Too many.");
  expect(screen.getByText("The first 3 of 1,204 findings stand here.")).toBeVisible();
  expect(screen.getAllByRole("heading", { level: 4 }).map((heading) => heading.textContent)).toEqual([
    "Not marked 1",
    "Fetched 1",
    "Stand-ins 1",
  ]);
  expect(screen.getByText("5000000001")).toBeVisible();
  expect(screen.getByText("Customer 77")).toBeVisible();
  expect(screen.getByRole("row", { name: "2026-03-08 812 810 −2" })).toBeVisible();
});

test("a reason has to be given, and what the server refuses is shown", async () => {
  const onStart = vi.fn<StartFormProps["onStart"]>(async () => "The job queue cannot be reached.");
  render(<StartForm onStart={onStart} />);
  await userEvent.click(screen.getByRole("button", { name: "Reconcile now" }));
  expect(screen.getByText("Write in a few words why.")).toBeVisible();
  expect(onStart).not.toHaveBeenCalled();
  await userEvent.type(screen.getByLabelText("Reason"), "  after the restore ");
  await userEvent.click(screen.getByRole("button", { name: "Reconcile now" }));
  expect(onStart).toHaveBeenCalledWith("after the restore");
  expect(await screen.findByText("The job queue cannot be reached.")).toBeVisible();
});
