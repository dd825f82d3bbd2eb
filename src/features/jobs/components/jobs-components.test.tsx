import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Job, JobDetail, KindsAnswer, ScheduleAnswer } from "../schemas.ts";
import { JobDetailView } from "./job-detail-view.tsx";
import { JobFilters } from "./job-filters.tsx";
import { formatMilliseconds } from "./job-words.ts";
import { JobsTable } from "./jobs-table.tsx";
import { KindsTable } from "./kinds-table.tsx";
import { QueueSummary } from "./queue-summary.tsx";
import { ReasonForm } from "./reason-form.tsx";
import { SchedulesTable } from "./schedules-table.tsx";

const clock = { now: "2026-05-01T12:00:00Z", timezone: "UTC" };

const dead: Job = {
  id: "schedule-poll sessions",
  job: "ingest.poll",
  state: "dead",
  schedule: "poll sessions",
  at: "2026-05-01T11:57:00Z",
  dueAt: null,
  ...{ tries: 3, mostTries: 3, times: 4, canRetry: true, canDiscard: true },
  input: { resource: "sessions", email: "[e-mail]" },
  progress: null,
  error: "The source is down.",
  code: "source_unavailable",
};

const detail: JobDetail = {
  ...dead,
  stack: "AppError: The source is down.\n    at poll",
  details: { path: "/sessions" },
  runs: [
    {
      ...{
        try: 2,
        couldStartAt: clock.now,
        startedAt: "2026-05-01T11:56:00Z",
        finishedAt: null,
        durationMs: null,
      },
      ...{ state: "broke_off", code: null, message: null },
    },
    {
      ...{ try: 1, couldStartAt: clock.now, startedAt: "2026-05-01T11:55:00Z", finishedAt: clock.now },
      ...{ durationMs: 1_234, state: "retry", code: "source_unavailable", message: "The source is down." },
    },
  ],
};

it("shows a dead job with its state in a word, its error and how often it died", async () => {
  const onOpen = vi.fn<(job: Job) => void>();
  render(<JobsTable jobs={[dead]} {...clock} isFiltered={false} onOpen={onOpen} />);
  const row = screen.getByRole("row", { name: /ingest\.poll/ });
  expect(within(row).getByText("Dead")).toBeInTheDocument();
  expect(within(row).getByText("The source is down.")).toBeInTheDocument();
  expect(within(row).getByText("3 of 3, 4 times")).toBeInTheDocument();
  row.focus();
  await userEvent.keyboard("{Enter}");
  expect(onOpen).toHaveBeenCalledWith(dead);
  // On phones, where rows are cards.
  await userEvent.click(
    screen.getByRole("button", { name: /^Open .* ingest\.poll schedule-poll sessions$/ }),
  );
  expect(onOpen).toHaveBeenCalledTimes(2);
});

it("says of a running job that its error is the one of the try before", () => {
  render(<JobsTable jobs={[{ ...dead, state: "active" }]} {...clock} isFiltered={false} />);
  expect(screen.getAllByText("The try before: The source is down.").length).toBeGreaterThan(0);
});

it("tells an empty queue from a filter that finds nothing", () => {
  const { rerender } = render(<JobsTable jobs={[]} {...clock} isFiltered={false} />);
  expect(screen.getByText("The queue is empty")).toBeInTheDocument();
  rerender(<JobsTable jobs={[]} {...clock} isFiltered />);
  expect(screen.getByText("No job under this filter")).toBeInTheDocument();
});

it("reads one job: error, code, context, stack, masked input, and its runs", () => {
  render(<JobDetailView job={detail} {...clock} />);
  for (const text of [
    "source_unavailable",
    /"path": "\/sessions"/,
    /at poll/,
    /"email": "\[e-mail\]"/,
    "Broke off",
  ]) {
    expect(screen.getByText(text)).toBeInTheDocument();
  }
  expect(screen.getByText(/Try 1 · 1\.2.s/)).toBeInTheDocument();
  expect(screen.getByText("4 times since somebody last looked")).toBeInTheDocument();
});

it("filters by state, and searches when typing pauses", async () => {
  const onChange = vi.fn<(change: object) => void>();
  render(
    <JobFilters
      filter={{ state: null, job: null, schedule: null, search: "" }}
      onChange={onChange}
      counts={{ waiting: 0, active: 1, delayed: 12, failed: 0, dead: 3, completed: 7 }}
      countsByJob={{ "ingest.poll": 4 }}
      schedules={["poll sessions"]}
    />,
  );
  await userEvent.click(screen.getByRole("radio", { name: /^Dead: 3\./ }));
  expect(onChange).toHaveBeenCalledWith({ state: "dead" });
  await userEvent.type(screen.getByRole("searchbox", { name: "Search inputs and errors" }), " down ");
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledWith({ search: "down" }));
});

it("asks why, and says what was refused", async () => {
  const onConfirm = vi.fn<(reason: string) => Promise<string>>(async () => "The queue cannot be reached.");
  render(<ReasonForm verb="Retry" onConfirm={onConfirm} />);
  await userEvent.click(screen.getByRole("button", { name: "Retry" }));
  expect(onConfirm).not.toHaveBeenCalled();
  await userEvent.type(screen.getByRole("textbox", { name: /Reason/ }), "x");
  await userEvent.click(screen.getByRole("button", { name: "Retry" }));
  expect(screen.getByRole("alert")).toHaveTextContent("Say in a few words why.");
  await userEvent.type(screen.getByRole("textbox", { name: /Reason/ }), " it is mended ");
  await userEvent.click(screen.getByRole("button", { name: "Retry" }));
  expect(onConfirm).toHaveBeenCalledWith("x it is mended");
  expect(await screen.findByText("The queue cannot be reached.")).toBeInTheDocument();
});

it("shows missed runs of a schedule, says when they were due, and runs it now", async () => {
  const schedule: ScheduleAnswer = {
    key: "poll sessions",
    job: "ingest.poll",
    rate: { everySeconds: 300 },
    input: {},
    ...{
      nextAt: "2026-05-01T12:02:00Z",
      lastStartedAt: "2026-05-01T11:40:00Z",
      lastOutcome: "dead",
      lastSuccessAt: null,
    },
    ...{ missed: 3, missedAt: ["2026-05-01T11:55:00Z"], state: "failing" },
  };
  const onRun = vi.fn<(schedule: ScheduleAnswer) => void>();
  render(<SchedulesTable schedules={[schedule]} {...clock} onRun={onRun} />);
  const row = screen.getByRole("row", { name: /poll sessions/ });
  expect(within(row).getByText("No success")).toBeInTheDocument();
  expect(within(row).getByTitle("Due 1 May 2026, 11:55 and 2 before")).toHaveTextContent("3");
  await userEvent.click(within(row).getByRole("button", { name: "Run now: poll sessions" }));
  expect(onRun).toHaveBeenCalledWith(schedule);
});

const kinds: KindsAnswer = {
  asOf: clock.now,
  oldestDueAt: "2026-05-01T11:58:00Z",
  data: [
    {
      job: "ingest.poll",
      counts: { waiting: 2, active: 1, delayed: 5, failed: 1, dead: 2 },
      ...{
        ranHour: 60,
        failedHour: 4,
        ranDay: 900,
        failedDay: 9,
        brokeOffDay: 1,
        medianMs: 240.4,
        p95Ms: 65_000,
      },
      ...{ oldestDueAt: "2026-05-01T11:58:00Z", nextRunAt: null },
    },
  ],
  consumers: [
    { consumer: "customer-health", behind: 10_000, isMore: true, oldestAt: "2026-05-01T11:30:00Z" },
  ],
};

it("shows rates, durations and lag of a kind, and leads to its jobs", () => {
  render(<KindsTable kinds={kinds.data} {...clock} />);
  const row = screen.getByRole("row", { name: /ingest\.poll/ });
  expect(within(row).getByText(", 4 failed")).toBeInTheDocument();
  expect(within(row).getByText(", 1 broke off")).toBeInTheDocument();
  expect(within(row).getByText(/^240.ms$/)).toBeInTheDocument();
  expect(within(row).getByText(/^2.min$/)).toBeInTheDocument();
  expect(within(row).getByRole("link")).toHaveAttribute("href", "/data/jobs?job=ingest.poll");
});

it("sums the queue up, with the reader of changes that is the furthest behind", () => {
  render(<QueueSummary kinds={kinds} now={clock.now} />);
  expect(screen.getByText("over 10,000")).toBeInTheDocument();
  expect(screen.getByText(/^customer-health, 30.min behind$/)).toBeInTheDocument();
});

it("writes durations in the unit that fits", () => {
  expect([null, 3.4, 999.4, 1_234, 65_000].map(formatMilliseconds)).toEqual([
    ...["–", "3\u00a0ms", "999\u00a0ms", "1.2\u00a0s", "1\u00a0min"],
  ]);
});
