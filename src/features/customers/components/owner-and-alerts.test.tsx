import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { CustomerAlert } from "../schemas.ts";
import { CustomerAlertsList } from "./customer-alerts-list.tsx";
import { OwnerFilter, type OwnerFilterProps } from "./owner-filter.tsx";

const now = new Date("2026-03-11T12:00:00Z");
const alert = (changes: Partial<CustomerAlert> = {}): CustomerAlert => ({
  id: 1,
  severity: "critical",
  state: "acknowledged",
  title: "About to leave",
  explanation: "Score 30, 18 less than on Tuesday.",
  suggestedAction: "Call the customer today.",
  seenCount: 4,
  openedAt: "2026-03-10T12:00:00.000Z",
  lastSeenAt: "2026-03-11T11:00:00.000Z",
  snoozedUntil: null,
  closedAt: null,
  ...changes,
});

test("open alerts with what to do, then the last closed ones", () => {
  const closed = alert({ id: 2, state: "resolved", title: "Was idle", closedAt: "2026-03-01T12:00:00.000Z" });
  const alerts = { open: [alert()], openCount: 3, closed: [closed] };
  render(<CustomerAlertsList alerts={alerts} now={now} timezone="UTC" />);
  const open = within(screen.getByRole("list", { name: "Open alerts" }));
  expect(open.getByText("Critical")).toBeVisible();
  expect(open.getByText("Call the customer today.")).toBeVisible();
  expect(open.getByText(/acknowledged, seen 4 times/)).toBeVisible();
  expect(screen.getByText("and 2 more")).toBeVisible();
  expect(screen.getByRole("region", { name: "Closed alerts" })).toHaveTextContent("Was idleresolved 10");
});

test("says so when no alert is open", () => {
  render(<CustomerAlertsList alerts={{ open: [], openCount: 0, closed: [] }} now={now} timezone="UTC" />);
  expect(screen.getByText("No alert is open.")).toBeVisible();
});

test("customers are filtered by owner: mine, nobody's, a colleague's, everybody's", async () => {
  const user = userEvent.setup();
  const onChange = vi.fn<OwnerFilterProps["onChange"]>();
  const colleagues = [
    { id: "u1", name: "Olga Operator" },
    { id: "u2", name: "Bea Operator" },
  ];
  render(
    <OwnerFilter
      owner="u2"
      colleagues={colleagues}
      userId="u1"
      onOpen={() => undefined}
      onChange={onChange}
    />,
  );
  const button = screen.getByRole("button", { name: "Owner: Bea Operator" });
  await user.click(button);
  expect(screen.queryByRole("menuitemradio", { name: "Olga Operator" })).toBeNull();
  await user.click(screen.getByRole("menuitemradio", { name: "Nobody’s" }));
  expect(onChange).toHaveBeenLastCalledWith("nobody");
  await user.click(button);
  await user.click(screen.getByRole("menuitemradio", { name: "Everybody’s customers" }));
  expect(onChange).toHaveBeenLastCalledWith(null);
});
