import { render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { customerDetail, listedCustomer, unscoredCustomer } from "#test/builders/customer-answers.ts";
import type { CustomerGoal, CustomerSession } from "../schemas.ts";
import { CustomerCallsList } from "./customer-calls-list.tsx";
import { CustomerEssentials } from "./customer-essentials.tsx";
import { CustomerGoalsList } from "./customer-goals-list.tsx";
import { CustomerProfile } from "./customer-profile.tsx";
import { CustomerSessionsTable } from "./customer-sessions-table.tsx";

const time = { now: new Date("2026-03-11T12:00:00Z"), timezone: "UTC" };

const session = (changes: Partial<CustomerSession> = {}): CustomerSession => ({
  id: 1,
  tutorId: 7,
  tutor: "Uma Cohen",
  subjectCode: "algebra_2",
  subject: "Algebra 2",
  status: "completed",
  cancelledBy: null,
  happenedAt: "2026-03-10T18:00:00.000Z",
  durationMinutes: 60,
  rating: 4.5,
  ...changes,
});

describe("sessions", () => {
  test("show rating, missing rating and who cancelled", () => {
    render(
      <CustomerSessionsTable
        {...time}
        sessions={[
          session(),
          session({ id: 2, rating: null }),
          session({ id: 3, status: "cancelled", cancelledBy: "tutor", rating: null }),
          session({ id: 4, status: "scheduled", rating: null, durationMinutes: null }),
        ]}
      />,
    );
    const rows = screen.getAllByRole("row").slice(1);
    expect(rows[0]).toHaveTextContent("4.5 of 5");
    expect(rows[1]).toHaveTextContent("not rated");
    expect(rows[2]).toHaveTextContent("by the tutor");
    expect(rows[3]).toHaveTextContent("Booked");
  });

  test("mark a changed rating and a new session, and nothing at first", () => {
    const { rerender, container } = render(<CustomerSessionsTable {...time} sessions={[session()]} />);
    expect(container.querySelector(".changed-value")).toBeNull();
    const newer = session({ id: 9, happenedAt: "2026-03-11T10:00:00.000Z" });
    rerender(<CustomerSessionsTable {...time} sessions={[newer, session({ rating: 2 })]} />);
    expect(container.querySelector("#sessions-9")).toHaveClass("changed-value");
    expect(container.querySelector("#sessions-1 .changed-value")).toHaveTextContent("2 of 5");
  });

  test("say what will be here", () => {
    render(<CustomerSessionsTable {...time} sessions={[]} />);
    expect(screen.getByText("No sessions yet")).toBeVisible();
  });
});

describe("calls and goals", () => {
  test("a reason that is not counted by itself is shown as it came", () => {
    const call = { calledAt: "2026-03-10T18:00:00.000Z", durationSeconds: 240 };
    render(
      <CustomerCallsList
        {...time}
        calls={[
          { ...call, id: 1, reason: "tutor_complaint", reasonCode: "tutor_complaint" },
          { ...call, id: 2, reason: "other", reasonCode: "grumbling" },
        ]}
      />,
    );
    expect(screen.getByText("Complaint about a tutor")).toBeVisible();
    expect(screen.getByText("(grumbling)")).toBeVisible();
  });

  test("without any they say so", () => {
    render(<CustomerCallsList {...time} calls={[]} />);
    render(<CustomerGoalsList {...time} goals={[]} />);
    expect(screen.getByText("No calls to support so far.")).toBeVisible();
    expect(screen.getByText(/No goals are set/)).toBeVisible();
  });

  test("goals say whether they are reached, due or late", () => {
    const goal: CustomerGoal = {
      id: 1,
      title: "Pass",
      subjectCode: null,
      subject: null,
      isPrimary: true,
      targetDate: "2026-06-01",
      completedAt: null,
      createdAt: "2026-01-01T00:00:00.000Z",
    };
    render(
      <CustomerGoalsList
        {...time}
        goals={[
          goal,
          { ...goal, id: 2, isPrimary: false, targetDate: "2026-03-10" },
          { ...goal, id: 3, completedAt: "2026-02-01T00:00:00.000Z" },
          { ...goal, id: 4, targetDate: null },
        ]}
      />,
    );
    const [due, late, reached, open] = screen.getAllByRole("listitem");
    expect(due).toHaveTextContent("due 1 Jun 2026");
    expect(late).toHaveTextContent("was due 10 Mar 2026");
    expect(reached).toHaveTextContent("completed 1 Feb 2026");
    expect(open).toHaveTextContent("open since 1 Jan 2026");
  });
});

describe("profile", () => {
  test("offers only ways that the customer has agreed to", () => {
    render(<CustomerProfile {...time} customer={customerDetail()} />);
    expect(screen.getByRole("link", { name: "farid.park@example.com" })).toHaveAttribute(
      "href",
      "mailto:farid.park@example.com",
    );
    expect(screen.queryByRole("link", { name: /555/ })).toBeNull();
    expect(screen.getByText("has not agreed to calls")).toBeVisible();
  });

  test("says that it is masked, and stands with almost nothing known", () => {
    const bare = { email: null, phone: null, plan: null, acquisitionChannel: null, monthlySpendCents: null };
    render(<CustomerProfile {...time} customer={customerDetail({ ...bare, isMasked: true })} />);
    expect(screen.getByText(/cut short/)).toBeVisible();
    expect(screen.getAllByText("not known").length).toBe(2);
  });
});

describe("essentials", () => {
  test("hold the reasons worst first before the profile has come", () => {
    render(<CustomerEssentials {...time} customer={listedCustomer()} detail={undefined} />);
    expect(screen.getByText("Critical: 2 calls in 14 days.")).toBeVisible();
    const costs = screen.getByRole("heading", { name: "What costs points" }).parentElement;
    expect(within(costs as HTMLElement).getAllByRole("listitem")).toHaveLength(1);
    expect(screen.queryByText("Plan")).toBeNull();
  });

  test("of a customer without a score say why", () => {
    render(<CustomerEssentials {...time} customer={unscoredCustomer()} detail={customerDetail()} />);
    expect(screen.getByText("paused")).toBeVisible();
    expect(screen.queryByRole("heading", { name: "Components" })).toBeNull();
  });
});
