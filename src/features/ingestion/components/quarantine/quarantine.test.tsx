import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { Quarantined, QuarantineRequest } from "../../quarantine/schemas.ts";
import { ActionHistory } from "./action-history.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { DiscardDialog } from "./discard-dialog.tsx";
import { QuarantineFilters } from "./quarantine-filters.tsx";
import { QuarantineTable } from "./quarantine-table.tsx";
import { RecordEditor } from "./record-editor.tsx";
import { RequestSummary } from "./request-summary.tsx";

const now = new Date("2026-05-01T12:00:00Z");
const record: Quarantined = {
  id: 7,
  resource: "sessions",
  key: "4711",
  faults: [
    { path: "rating", reason: "should be between 1 and 5" },
    { path: "status", reason: "should be one of completed" },
    { path: "goals[0].title", reason: "should be text" },
  ],
  origin: "rails",
  seenCount: 12,
  firstSeenAt: "2026-05-01T09:00:00.000Z",
  lastSeenAt: "2026-05-01T11:00:00.000Z",
  recordUpdatedAt: null,
  state: "open",
  closedAt: null,
  closedBy: null,
  lastAction: null,
};
const action = {
  requestId: "r",
  action: "retry",
  actorName: "Ann",
  reason: null,
  requestedAt: "2026-05-01T11:59:00.000Z",
  outcome: "stale",
  note: "A version of yesterday is stored.",
  finishedAt: "2026-05-01T11:59:01.000Z",
} as const;

describe("the table of records in quarantine", () => {
  const table = (records: Quarantined[], more: Partial<Parameters<typeof QuarantineTable>[0]> = {}) =>
    render(
      <QuarantineTable
        records={records}
        state="open"
        isFiltered={false}
        now={now}
        timezone="UTC"
        {...more}
      />,
    );

  test("says what is wrong in words, how often and when it was seen, and what came of a retry", () => {
    table([{ ...record, lastAction: action }]);
    const row = within(screen.getByRole("table")).getAllByRole("row")[1];
    expect(row).toHaveTextContent("sessions4711rating: should be between 1 and 5");
    expect(row).toHaveTextContent("and 1 more");
    expect(row).toHaveTextContent("Not taken: an equal or newer version is stored");
    expect(row).toHaveTextContent("12×");
    expect(row).toHaveTextContent(/3.h ago/);
  });

  test("says so where nothing is there, where filters hide it, and where a record has no id", () => {
    const { rerender } = table([]);
    expect(screen.getByText("Nothing is in quarantine.")).toBeInTheDocument();
    rerender(<QuarantineTable records={[]} state="open" isFiltered now={now} timezone="UTC" />);
    expect(screen.getByText("No record is like that")).toBeInTheDocument();
    rerender(
      <QuarantineTable
        records={[{ ...record, key: "sha256:abc" }]}
        state="open"
        isFiltered={false}
        now={now}
        timezone="UTC"
      />,
    );
    expect(within(screen.getByRole("table")).getByText("No id")).toBeInTheDocument();
  });

  test("opens a record with Enter", async () => {
    const onOpen = vi.fn<(opened: Quarantined) => void>();
    table([record], { onOpen });
    const row = within(screen.getByRole("table")).getAllByRole("row")[1];
    row?.focus();
    await userEvent.keyboard("{Enter}");
    expect(onOpen).toHaveBeenCalledWith(record);
  });
});

test("filters show counts and take a fault back when it is pressed again", async () => {
  const onChange = vi.fn<(change: unknown) => void>();
  const facets = {
    resources: [{ resource: "sessions", records: 214 }],
    faults: [{ path: "rating", reason: "should be between 1 and 5", records: 214 }],
  };
  const fault = { path: "rating", reason: "should be between 1 and 5" };
  const { rerender } = render(
    <QuarantineFilters filter={{ state: "open" }} facets={facets} onChange={onChange} />,
  );
  await userEvent.click(screen.getByRole("button", { name: "rating: should be between 1 and 5 214" }));
  expect(onChange).toHaveBeenLastCalledWith(fault);
  rerender(<QuarantineFilters filter={{ state: "open", ...fault }} facets={facets} onChange={onChange} />);
  await userEvent.click(screen.getByRole("button", { name: /rating/, pressed: true }));
  expect(onChange).toHaveBeenLastCalledWith({ path: undefined, reason: undefined });
  await userEvent.type(screen.getByRole("searchbox"), "4711{Enter}");
  expect(onChange).toHaveBeenLastCalledWith({ search: "4711" });
});

test("the editor leads to the line of a fault, and saves with Control and Enter", async () => {
  const onChange = vi.fn<(change: unknown) => void>();
  const onSave = vi.fn<() => void>();
  const text = '{\n  "id": 1,\n  "rating": "9"\n}';
  render(
    <RecordEditor
      text={text}
      faults={[{ path: "rating", reason: "should be between 1 and 5" }]}
      isReadOnly={false}
      onChange={onChange}
      onSave={onSave}
    />,
  );
  const area = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Record as JSON" });
  await userEvent.click(screen.getByRole("button", { name: "Line 3" }));
  expect(area).toHaveFocus();
  expect(area.selectionStart).toBe(text.indexOf('  "rating"'));
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  expect(onSave).toHaveBeenCalledOnce();
  expect(onChange).not.toHaveBeenCalled();
});

test("after a retry it says what happened to each", () => {
  const request: QuarantineRequest = {
    requestId: "r",
    waiting: 1,
    outcomes: [
      { outcome: "malformed", records: 1 },
      { outcome: "taken", records: 10 },
    ],
    records: [
      { id: 1, resource: "calls", key: "12", outcome: "malformed", note: "called_at: should be an instant" },
      { id: 2, resource: "calls", key: "13", outcome: null, note: null },
    ],
    mostAtOnce: 10_000,
  };
  const { rerender } = render(<RequestSummary request={request} onDismiss={() => undefined} />);
  expect(screen.getByText("Trying 12 records again")).toBeInTheDocument();
  expect(screen.getByText("10").closest("li")).toHaveTextContent("10Taken");
  expect(screen.getByText("12").closest("li")).toHaveTextContent(
    "calls 12: Malformed still. called_at: should be an instant",
  );
  expect(screen.getByText("and 10 more")).toBeInTheDocument();
  rerender(<RequestSummary request={{ ...request, waiting: 0 }} onDismiss={() => undefined} />);
  expect(screen.getByText("11 records tried again")).toBeInTheDocument();
});

test("many are acted upon: those that are chosen, or all that the filters show", async () => {
  const does = {
    onClear: vi.fn<() => void>(),
    onRetry: vi.fn<(which: string) => void>(),
    onDiscard: vi.fn<(which: string) => void>(),
    onPutBack: vi.fn<() => void>(),
  };
  const { rerender } = render(<BulkBar state="open" selected={0} total={1234} isBusy={false} {...does} />);
  expect(screen.getByText("1,234 shown by the filters")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Retry all" }));
  expect(does.onRetry).toHaveBeenCalledWith("all");
  rerender(<BulkBar state="open" selected={2} total={1234} isBusy={false} {...does} />);
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(does.onDiscard).toHaveBeenCalledWith("selected");
  rerender(<BulkBar state="discarded" selected={0} total={3} isBusy={false} {...does} />);
  expect(screen.getByRole("button", { name: "Put back" })).toBeDisabled();
});

test("discarding needs a reason", async () => {
  const onDiscard = vi.fn<(reason: string) => Promise<void>>(async () => undefined);
  const onClose = vi.fn<() => void>();
  render(<DiscardDialog records={3} onClose={onClose} onDiscard={onDiscard} />);
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(screen.getByRole("alert")).toHaveTextContent("Say why");
  await userEvent.type(screen.getByRole("textbox", { name: /Why/ }), "Test records");
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(onDiscard).toHaveBeenCalledWith("Test records");
  expect(onClose).toHaveBeenCalled();
});

test("what was done names who, why, and each value that was changed", () => {
  const edited = {
    ...action,
    action: "edit" as const,
    reason: "Asked the school",
    changes: [{ path: "rating", from: '"9"', to: '"4.5"' }],
    editedRecord: "{}",
  };
  render(<ActionHistory actions={[edited]} now={now} timezone="UTC" />);
  const item = screen.getByRole("listitem");
  expect(item).toHaveTextContent("Edited and retriedby Ann");
  expect(item).toHaveTextContent("“Asked the school”");
  expect(item).toHaveTextContent('rating: "9" → "4.5"');
});
