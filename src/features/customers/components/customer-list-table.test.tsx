import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { listedCustomer, unscoredCustomer } from "#test/builders/customer-answers.ts";
import type { CustomerList } from "../schemas.ts";
import { CustomerListTable, type CustomerListTableProps } from "./customer-list-table.tsx";

const now = new Date("2026-03-11T12:00:00Z");
const rows = [listedCustomer(), unscoredCustomer()];

const page = (changes: Partial<CustomerList> = {}): CustomerList => ({
  asOf: now.toISOString(),
  data: rows,
  nextCursor: "next",
  previousCursor: null,
  offset: 0,
  total: 1_284,
  counts: { critical: 1, at_risk: 0, healthy: 0, thriving: 0, unscored: 1, removed: 0 },
  ...changes,
});

function show(changes: Partial<CustomerListTableProps> = {}) {
  const props: CustomerListTableProps = {
    rows,
    page: page(),
    status: "ready",
    sort: { column: "score", direction: "asc" },
    onSortChange: vi.fn<CustomerListTableProps["onSortChange"]>(),
    onOpen: vi.fn<CustomerListTableProps["onOpen"]>(),
    onPage: vi.fn<CustomerListTableProps["onPage"]>(),
    isFiltered: true,
    onShowAll: vi.fn<CustomerListTableProps["onShowAll"]>(),
    now,
    timezone: "UTC",
    ...changes,
  };
  render(<CustomerListTable {...props} />);
  return props;
}

const table = () => screen.getByRole("table", { name: "Customers with their health" });
const rowOf = (name: string) => {
  const row = within(table()).getByText(name).closest("tr");
  if (row === null) throw new Error(`${name} is in no row`);
  return row;
};

describe("a row", () => {
  test("says score, tier with what forces it, why, last session and spend", () => {
    show();
    const row = within(rowOf("Farid Park"));
    expect(row.getByRole("button", { name: /Score 82 of 100/ })).toBeVisible();
    expect(row.getByText("Critical")).toBeVisible();
    expect(row.getByTitle("Forced by: 2 calls in 14 days")).toBeVisible();
    expect(row.getByText("2 calls in 14 days")).toBeVisible();
    expect(row.getByText("18 h ago")).toHaveAttribute("title", "Tue, 10 Mar 2026, 18:00:00 UTC");
    expect(row.getByText("$249")).toBeVisible();
    expect(row.getByText("–", { selector: "td:nth-child(4) *" })).toBeVisible();
  });

  test("without a score says why", () => {
    show();
    const row = within(rowOf("Noor Okafor"));
    expect(row.getByText("No score")).toBeVisible();
    expect(row.getAllByText("paused").length).toBe(2);
    expect(row.getByText("never")).toBeVisible();
  });

  test("shows what the score is made of on focus", async () => {
    show();
    within(rowOf("Farid Park"))
      .getByRole("button", { name: /Score 82/ })
      .focus();
    const breakdown = await screen.findByRole("tooltip");
    expect(within(breakdown).getByRole("rowheader", { name: "Inbound calls" })).toBeInTheDocument();
    expect(within(breakdown).getByText("The first session is not rated yet")).toBeInTheDocument();
  });

  test("opens by Enter after moving with J, and by a press on the name", async () => {
    const user = userEvent.setup();
    const { onOpen } = show();
    rowOf("Farid Park").focus();
    await user.keyboard("j{Enter}");
    expect(onOpen).toHaveBeenLastCalledWith(rows[1]);
    await user.click(within(table()).getByRole("link", { name: "Farid Park" }));
    expect(onOpen).toHaveBeenLastCalledWith(rows[0]);
  });
});

describe("the table", () => {
  test("asks for another order and other pages", async () => {
    const user = userEvent.setup();
    const props = show();
    expect(screen.getByRole("columnheader", { name: /Health/ })).toHaveAttribute("aria-sort", "ascending");
    await user.click(within(table()).getByRole("button", { name: "Spend a month" }));
    expect(props.onSortChange).toHaveBeenCalledWith({ column: "monthly_spend", direction: "desc" });
    expect(screen.getByText("1–2 of 1,284")).toBeVisible();
    expect(screen.getByRole("button", { name: "Previous" })).toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(props.onPage).toHaveBeenCalledWith("next");
  });

  test("says what to do when nothing matches", async () => {
    const user = userEvent.setup();
    const props = show({ rows: [], page: page({ data: [], total: 0, nextCursor: null }) });
    await user.click(screen.getByRole("button", { name: "Show all customers" }));
    expect(props.onShowAll).toHaveBeenCalled();
  });

  test("says what will be here while nothing has come", () => {
    show({ rows: [], page: page({ data: [], total: 0 }), isFiltered: false });
    expect(screen.getByText("No customers yet")).toBeVisible();
  });

  test("offers to try again after a fault", async () => {
    const user = userEvent.setup();
    const onRetry = vi.fn<() => void>();
    show({
      rows: [],
      page: undefined,
      status: "error",
      error: { what: "It broke.", todo: "Try again.", onRetry },
    });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalled();
  });
});

describe("alerts and owners", () => {
  test("the gravest severity with its word, how many, and their titles on focus", async () => {
    const user = userEvent.setup();
    const alerts = { count: 7, severity: "warning" as const, titles: ["Calls pile up", "Was quiet"] };
    show({ rows: [listedCustomer({ alerts, owner: { id: "u2", name: "Bea Operator" } })] });
    const row = within(rowOf("Farid Park"));
    const button = row.getByRole("button", { name: "7 open alerts, the gravest: warning" });
    await user.click(button);
    const note = await screen.findByRole("tooltip");
    expect(note).toHaveTextContent("Calls pile up");
    expect(note).toHaveTextContent("and 5 more");
    expect(row.getByText("Bea Operator")).toBeInTheDocument();
  });

  test("a removed customer is said to be removed", () => {
    show({ rows: [unscoredCustomer({ removedAt: "2026-03-01T00:00:00.000Z", status: "active" })] });
    expect(within(rowOf("Noor Okafor")).getByText("removed")).toBeVisible();
  });
});
