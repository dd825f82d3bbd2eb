import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { DataCondition } from "../data-conditions.ts";
import type { ResourceStatus } from "../status.ts";
import { CriticalNote } from "./quality/critical-note.tsx";
import { DriftTable } from "./quality/drift-table.tsx";
import { HeldTable } from "./quality/held-table.tsx";
import { QualityDays } from "./quality/quality-days.tsx";
import { QualityTable, type ResourceQuality } from "./quality/quality-table.tsx";
import { ConditionList } from "./sources/condition-list.tsx";
import { DecisionTable } from "./sources/decision-table.tsx";
import { ResourceTable } from "./sources/resource-table.tsx";
import { RunList } from "./sources/run-list.tsx";

const now = new Date("2026-05-01T14:10:00Z");
const inTable = () => within(screen.getByRole("table"));

describe("conditions", () => {
  const condition: DataCondition = {
    id: "rejected_share:calls",
    kind: "rejected_share",
    severity: "critical",
    resource: "calls",
    title: "Too many calls are rejected today",
    figures: [
      { label: "Share rejected", value: 0.123, unit: "ratio" },
      { label: "Rejected", value: 1234, unit: "count" },
    ],
    whatToDo: "See in quarantine what is wrong with them.",
    href: "/data/quarantine?resource=calls",
    hrefRole: "admin",
  };

  test("say in a word how bad it is, with figures, what to do, and a link for those who may open it", () => {
    const { rerender } = render(<ConditionList conditions={[condition]} viewerRole="admin" />);
    const item = screen.getByRole("listitem");
    expect(item).toHaveTextContent("CriticalToo many calls are rejected today");
    expect(item).toHaveTextContent(/Share rejected12.3.%Rejected1,234/);
    expect(screen.getByRole("link", { name: "Open quarantine" })).toHaveAttribute("href", condition.href);
    rerender(<ConditionList conditions={[condition]} viewerRole="operator" />);
    expect(screen.queryByRole("link")).toBeNull();
    rerender(<ConditionList conditions={[]} viewerRole="admin" />);
    expect(screen.getByText("Nothing is wrong with the data")).toBeInTheDocument();
  });
});

describe("resources", () => {
  const status: ResourceStatus = {
    resource: "sessions",
    lastSucceededAt: "2026-05-01T14:05:00.000Z",
    knownUntil: "2026-05-01T14:05:00.000Z",
    ageSeconds: 300,
    intervalSeconds: 300,
    freshness: "fresh",
    isStale: false,
    lastError: null,
    failuresInARow: 0,
    lastChange: { finishedAt: "2026-05-01T14:05:00.000Z", inserted: 3, updated: 9 },
    newestChangeAt: "2026-05-01T14:04:00.000Z",
    stored: { records: 1_234_567, isEstimate: true },
    quarantined: 2,
    held: 1,
    running: null,
  };
  const table = (changes: Partial<ResourceStatus>, more: object = {}) =>
    render(
      <ResourceTable
        resources={[{ ...status, ...changes }]}
        asked={new Set()}
        onOpen={() => undefined}
        now={now}
        timezone="UTC"
        {...more}
      />,
    );

  test("show source, state, age, estimate, and a fault with what it means", () => {
    table({ freshness: "stale", lastError: "It is down.", failuresInARow: 3 });
    const [, row] = inTable().getAllByRole("row");
    expect(row).toHaveTextContent("SessionsRails application");
    expect(row).toHaveTextContent("Stale");
    expect(row).toHaveTextContent("It is down. Tried 3 times without success.");
    expect(row).toHaveTextContent("about 1,234,567");
    expect(row).toHaveTextContent(/5.min ago3 new, 9 changed/);
    expect(screen.queryByRole("button", { name: /^Read/ })).toBeNull();
  });

  test("are read now by those who may, with progress", async () => {
    const onReadNow = vi.fn<(resource: string) => void>();
    table({}, { onReadNow });
    await userEvent.click(inTable().getByRole("button", { name: "Read now: sessions" }));
    expect(onReadNow).toHaveBeenCalledWith("sessions");
  });

  test("say how far a poll has come, and that one waits", () => {
    const { unmount } = table({
      running: { startedAt: "2026-05-01T14:09:00.000Z", received: 5000, totalExpected: 4210 },
    });
    expect(inTable().getByText("Reading: 4,210 of 4,210")).toBeInTheDocument();
    unmount();
    table({}, { asked: new Set(["sessions"]) });
    expect(inTable().getByText("Waiting for a worker")).toBeInTheDocument();
  });
});

test("a decision names until when each of its grounds is known", () => {
  const basedOn = [
    { resource: "sessions", knownUntil: "2026-05-01T14:05:00.000Z", isStale: false },
    { resource: "calls", knownUntil: "2026-04-30T23:00:00.000Z", isStale: true },
    { resource: "tutors", knownUntil: null, isStale: true },
  ];
  const decision = {
    decision: "h",
    title: "Health",
    href: "/customers",
    knownUntil: null,
    isStale: true,
    basedOn,
  };
  render(<DecisionTable decisions={[decision]} pages={["/customers"]} now={now} timezone="UTC" />);
  const [, row] = screen.getAllByRole("row");
  expect(row).toHaveTextContent("sessions until 14:05, calls until 30 Apr 2026, 23:00, tutors not read yet");
  expect(row).toHaveTextContent("Not known yet");
  expect(screen.getByRole("link", { name: "Health" })).toBeInTheDocument();
});

test("runs are listed with how they began, what they brought, how long they took, and their error", () => {
  const run = {
    id: 1,
    trigger: "manual",
    state: "failed",
    startedAt: "2026-05-01T14:00:00.000Z",
    finishedAt: "2026-05-01T14:00:42.000Z",
    received: 10,
    inserted: 1,
    updated: 2,
    quarantined: 3,
    held: 0,
    error: "It is down.",
  };
  render(<RunList runs={[run]} timezone="UTC" />);
  const item = screen.getByRole("listitem");
  expect(item).toHaveTextContent("1 May 2026, 14:00 by hand");
  expect(item).toHaveTextContent(/10 received, 1 new, 2 changed, 3 rejected, in 42.s/);
  expect(item).toHaveTextContent("It is down.");
});

describe("quality", () => {
  const measures = {
    received: 120,
    accepted: 95,
    unchanged: 20,
    quarantined: 5,
    late: 1,
    orphaned: 0,
    drifted: 2,
  };
  const critical = { state: "critical" as const, rejectedShare: 0.05, newRecords: 100 };
  const few = { state: "few" as const, rejectedShare: 1 / 3, newRecords: 3 };
  const quality: ResourceQuality = {
    resource: "calls",
    days: [
      { day: "2026-04-30", measures: { ...measures, quarantined: 1 }, verdict: few },
      { day: "2026-05-01", measures, verdict: critical },
    ],
    total: { measures, verdict: critical },
    worstDay: "2026-04-30",
  };

  test("is a word and a share for each resource, and opens its days", async () => {
    const onOpen = vi.fn<(quality: ResourceQuality) => void>();
    render(<QualityTable resources={[quality]} onOpen={onOpen} />);
    const table = within(screen.getByRole("table", { name: "Quality by resource" }));
    const row = table.getByText("Calls").closest("tr");
    expect(row).toHaveTextContent(/Calls5.0.%Critical/);
    expect(row).toHaveTextContent("30 Apr 2026");
    await userEvent.click(table.getByText("Calls"));
    expect(onOpen).toHaveBeenCalledWith(quality);
  });

  test("lists days with all measures, the newest first, and no share of few records", () => {
    render(<QualityDays quality={quality} />);
    const rows = screen.getAllByRole("row").slice(1);
    expect(rows[0]).toHaveTextContent(/1 May 20265.0.%Critical12095205012/);
    expect(rows[1]).toHaveTextContent("30 Apr 20261 of 3Too few to judge");
  });

  test("that is critical says what to do, to those who may and to others", () => {
    const { rerender } = render(<CriticalNote resources={[quality]} mayOpenQuarantine />);
    expect(screen.getByRole("alert")).toHaveTextContent(
      /Critical: 5.0.% of the new calls are rejected today/,
    );
    expect(screen.getByRole("link", { name: "Open quarantine" })).toBeInTheDocument();
    rerender(<CriticalNote resources={[quality]} mayOpenQuarantine={false} />);
    expect(screen.getByRole("alert")).toHaveTextContent("Tell an administrator");
  });

  test("names new fields, which administrators acknowledge", async () => {
    const field = {
      resource: "calls",
      field: "mood",
      firstSeenAt: "2026-05-01T12:00:00.000Z",
      lastSeenAt: "2026-05-01T14:00:00.000Z",
      acknowledgedAt: null,
      acknowledgedBy: null,
    };
    const known = {
      ...field,
      field: "tone",
      acknowledgedAt: "2026-05-01T13:00:00.000Z",
      acknowledgedBy: "Ann",
    };
    const onAcknowledge = vi.fn<(shown: object) => void>();
    render(<DriftTable fields={[field, known]} now={now} timezone="UTC" onAcknowledge={onAcknowledge} />);
    expect(inTable().getByText(/Acknowledged by Ann/)).toBeInTheDocument();
    await userEvent.click(inTable().getByRole("button", { name: "Acknowledge mood of calls" }));
    expect(onAcknowledge).toHaveBeenCalledWith(field);
  });

  test("says how many records wait, for whom, and since when", () => {
    const held = {
      resource: "sessions",
      recordId: 9,
      missingCustomerId: 77,
      missingTutorId: 8,
      heldAt: "2026-05-01T12:10:00.000Z",
      lastTriedAt: null,
    };
    const summary = { missingCustomers: 1, missingTutors: 1, oldestAt: held.heldAt };
    render(
      <HeldTable page={{ data: [held], nextCursor: null, total: 1, summary }} now={now} timezone="UTC" />,
    );
    expect(
      screen.getByText(/1 record waits for 1 customer and 1 tutor, the oldest since/),
    ).toBeInTheDocument();
    expect(inTable().getByText("customer 77 and tutor 8")).toBeInTheDocument();
    expect(inTable().getByText("not yet")).toBeInTheDocument();
  });
});
