import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { recordedCall, workItem } from "#test/builders/work-answers.ts";
import { DayPlan } from "./day-plan.tsx";
import { InterventionsList, type InterventionsListProps } from "./interventions-list.tsx";
import { NextStep } from "./next-step.tsx";
import { QueueTable, type QueueTableProps } from "./queue-table.tsx";
import { RecordedNote } from "./recorded-note.tsx";

const time = { now: new Date("2026-03-11T12:00:00Z"), timezone: "UTC" };
const evening = {
  isAllowed: false,
  why: "Calls are made from 8 to 20 o'clock where the customer lives.",
  from: "2026-03-12T13:00:00.000Z",
  mayInsist: true,
};
const refused = {
  isAllowed: false,
  why: "The customer has not agreed to e-mails.",
  from: null,
  mayInsist: false,
};

function showQueue(changes: Partial<QueueTableProps> = {}) {
  const onAct = vi.fn<NonNullable<QueueTableProps["act"]>["onAct"]>();
  const props: QueueTableProps = {
    ...time,
    rows: [workItem()],
    status: "ready",
    act: { onAct, busyId: null },
    ownerCell: ({ owner }) => owner?.name ?? "nobody",
    onOpen: vi.fn<QueueTableProps["onOpen"]>(),
    emptyText: "All done.",
    ...changes,
  };
  const { unmount } = render(<QueueTable {...props} />);
  return { onAct, unmount, table: within(screen.queryByRole("table") ?? document.body) };
}

describe("the queue", () => {
  test("says who, what to do, why, and what is at risk; one press records the call", async () => {
    const { onAct, table } = showQueue();
    expect(table.getByRole("link", { name: "Farid Park" })).toHaveAttribute("href", "/customers/7");
    expect(table.getByText("Call today about the tutor")).toBeVisible();
    expect(table.getByText("2 calls in 14 days, 2 of them about the tutor")).toBeVisible();
    expect(table.getByText("$747")).toBeVisible();
    await userEvent.click(table.getByRole("button", { name: "Call Farid Park" }));
    expect(onAct).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ customerId: 7 }), {
      action: "call",
      state: "done",
      suggestion: "calls_about_tutor",
    });
  });

  test("plans a call that must wait, and does not take one that may not be made", async () => {
    const permissions = { ...workItem().permissions, phone: evening, email: refused };
    const { onAct, table } = showQueue({ rows: [workItem({ permissions })] });
    expect(table.getByRole("button", { name: "Email Farid Park" })).toBeDisabled();
    expect(table.getByTitle("The customer has not agreed to e-mails.")).toBeVisible();
    await userEvent.click(table.getByRole("button", { name: "Plan call for Farid Park" }));
    expect(onAct.mock.calls[0]?.[1]).toMatchObject({ action: "call", state: "planned", dueAt: evening.from });
  });

  test("an offer is made by the channel that is offered; a task is planned", async () => {
    const suggestion = { ...workItem().suggestion, action: "offer", channel: "email" } as never;
    const { onAct, table } = showQueue({ rows: [workItem({ suggestion, offered: "email" })] });
    for (const word of ["Call", "Email", "Task"])
      await userEvent.click(table.getByRole("button", { name: `${word} Farid Park` }));
    expect(onAct.mock.calls.map(([, body]) => `${body.action} ${body.state}`)).toEqual([
      "call done",
      "offer done",
      "task planned",
    ]);
  });

  test("shows no buttons to those who may only look, and says why nothing is there", () => {
    const { table, unmount } = showQueue({ act: null });
    expect(table.queryByRole("button")).toBeNull();
    unmount();
    showQueue({ rows: [] });
    expect(screen.getByText("All done.")).toBeVisible();
  });
});

test("the day says what fits and who did what", () => {
  const byOwner = [{ ownerId: "user-1", ownerName: "Olga Operator", contacts: 4, tasks: 1 }];
  render(<DayPlan day={{ capacity: 30, doneToday: 4, fits: 26, byOwner }} total="212" />);
  expect(screen.getByRole("region", { name: "Today" })).toHaveTextContent("26 of 212 fit into today");
  expect(screen.getByRole("list", { name: "Done today, by whom" })).toHaveTextContent(
    "Olga Operator 4 contacts, 1 task",
  );
  expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuetext", "4 of 30");
});

test("the next step says what it is worth and what is in the way", () => {
  const permissions = { ...workItem().permissions, phone: evening };
  render(<NextStep work={{ ...workItem({ permissions }), interventions: [] }} act={null} {...time} />);
  expect(screen.getByText(/It gives back 12(\.0)? points/)).toHaveTextContent("are at risk");
  expect(screen.getByText(/Calls are made from 8 to 20/)).toHaveTextContent(
    "Possible from 12 Mar 2026, 13:00.",
  );
});

describe("what was done", () => {
  function showList(changes: Partial<InterventionsListProps>) {
    const change = {
      onDone: vi.fn<(id: number) => void>(),
      onCancel: vi.fn<(id: number) => void>(),
      isBusy: false,
      userId: "user-1",
    };
    render(<InterventionsList interventions={[]} change={change} {...time} {...changes} />);
    return change;
  }

  test("is shown with what followed", () => {
    const outcome = {
      outcome: "came_back" as const,
      after14Days: { score: 88, tier: "healthy" as const, components: {} },
      cameBackAt: "2026-03-13T10:00:00.000Z",
    };
    showList({ interventions: [recordedCall(outcome)] });
    expect(screen.getByText("Came back")).toBeVisible();
    expect(screen.getByText(/before 82 \(critical\) · after 14 days 88 \(healthy\)/)).toHaveTextContent(
      "13 Mar 2026",
    );
    expect(screen.queryByRole("button")).toBeNull();
  });

  test("one's own can be taken back while it is measured, a colleague's cannot; what is planned can be done", async () => {
    const planned = recordedCall({
      id: 4,
      state: "planned",
      takenAt: null,
      dueAt: "2026-03-12T13:00:00.000Z",
      before: null,
    });
    const change = showList({
      interventions: [recordedCall(), recordedCall({ id: 5, ownerId: "user-2" }), planned],
    });
    expect(screen.getAllByRole("button", { name: "It did not happen" })).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "Done" }));
    expect(change.onDone).toHaveBeenCalledExactlyOnceWith(4);
    await userEvent.click(screen.getByRole("button", { name: "It did not happen" }));
    expect(change.onCancel).toHaveBeenCalledExactlyOnceWith(3);
  });
});

test("after a press: the number, a note, and the way back", async () => {
  const onSaveNote = vi.fn<(note: string) => Promise<void>>(async () => undefined);
  const onUndo = vi.fn<() => Promise<void>>(async () => undefined);
  const recorded = { intervention: recordedCall(), contact: { phone: "+1 555 010 4567", email: null } };
  render(<RecordedNote recorded={recorded} onSaveNote={onSaveNote} onUndo={onUndo} />);
  expect(screen.getByRole("link", { name: "+1 555 010 4567" })).toHaveAttribute("href", "tel:+15550104567");
  await userEvent.type(screen.getByLabelText("Note"), "Reached her");
  await userEvent.click(screen.getByRole("button", { name: "Save note" }));
  expect(onSaveNote).toHaveBeenCalledExactlyOnceWith("Reached her");
  await userEvent.click(screen.getByRole("button", { name: "It did not happen" }));
  expect(onUndo).toHaveBeenCalledOnce();
});
