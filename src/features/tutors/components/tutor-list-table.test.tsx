import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { presentStatuses } from "#domain/tutors/tutor-status.ts";
import { listedTutor, newTutor } from "#test/builders/tutor-answers.ts";
import type { TutorList } from "../schemas.ts";
import { Leaderboard } from "./leaderboard.tsx";
import { TutorFilters, type TutorFiltersProps } from "./tutor-filters.tsx";
import { TutorListTable, type TutorListTableProps } from "./tutor-list-table.tsx";

const rows = [listedTutor(), newTutor()];
const counts: TutorList["counts"] = {
  tiers: { critical: 0, needs_improvement: 1, top: 4, steady: 20, not_ranked: 3 },
  flags: { underperforming: 0, needs_coaching: 1, high_cancellation: 0 },
  statuses: { active: 26, on_leave: 2, departed: 5 },
};
const page: TutorList = {
  data: rows,
  nextCursor: "next",
  previousCursor: null,
  offset: 0,
  total: 28,
  counts,
  leastRated: 10,
};

function show(changes: Partial<TutorListTableProps> = {}) {
  const props: TutorListTableProps = {
    rows,
    page,
    status: "ready",
    error: { what: "The tutors could not be read.", todo: "Try again." },
    sort: { column: "shrunken_success", direction: "asc" },
    onSortChange: vi.fn<TutorListTableProps["onSortChange"]>(),
    onOpen: vi.fn<TutorListTableProps["onOpen"]>(),
    onPage: vi.fn<TutorListTableProps["onPage"]>(),
    isFiltered: true,
    onShowAll: vi.fn<TutorListTableProps["onShowAll"]>(),
    ...changes,
  };
  render(<TutorListTable {...props} />);
  return props;
}

const table = () => screen.getByRole("table", { name: "Tutors with their first-session success" });
const rowOf = (name: string) => {
  const row = within(table()).getByText(name).closest("tr");
  if (row === null) throw new Error(`${name} is in no row`);
  return within(row);
};

describe("a row", () => {
  test("says success with its interval and what is expected, the trend in a word, and flags with their certainty", () => {
    show();
    const row = rowOf("Tova Tutor");
    expect(row.getByText(/^34–74.% of 20; expected 80.%$/)).toBeVisible();
    expect(row.getByText(/declining/)).toHaveTextContent(/↓ declining −35.%/);
    expect(row.getByText("Needs coaching")).toBeVisible();
    expect(row.getByText(/97.% sure/)).toBeVisible();
    expect(row.getByTitle(/11 of 20 first sessions succeeded/)).toBeVisible();
  });

  test("says that too few sessions were seen, instead of a figure that means nothing", () => {
    show();
    const row = rowOf("Nora New");
    expect(row.getByText("too few sessions (3 of 10)")).toBeVisible();
    expect(row.getByText("no rated first session")).toBeVisible();
    expect(row.getByText("on leave")).toBeVisible();
  });

  test("opens the essentials; the table asks for orders and pages", async () => {
    const { onOpen, onSortChange, onPage } = show();
    await userEvent.click(rowOf("Tova Tutor").getByRole("link", { name: "Tova Tutor" }));
    expect(onOpen).toHaveBeenCalledWith(rows[0]);
    await userEvent.click(within(table()).getByRole("button", { name: /First sessions/ }));
    expect(onSortChange).toHaveBeenCalledWith({ column: "first_sessions", direction: "desc" });
    await userEvent.click(screen.getByRole("button", { name: "Next" }));
    expect(onPage).toHaveBeenCalledWith("next");
    expect(screen.getByText("1–2 of 28")).toBeVisible();
  });
});

describe("an empty list", () => {
  test("leads back to all where a filter hides everybody", async () => {
    const { onShowAll } = show({ rows: [], page: { ...page, data: [], total: 0 } });
    await userEvent.click(screen.getAllByRole("button", { name: "Show all tutors" })[0] as HTMLElement);
    expect(onShowAll).toHaveBeenCalledOnce();
  });
});

describe("filters", () => {
  test("show tiers with their counts, and several can be chosen", async () => {
    const onChange = vi.fn<TutorFiltersProps["onChange"]>();
    const chosen = { tiers: ["top" as const], flag: null, subject: null, statuses: presentStatuses };
    render(<TutorFilters chosen={chosen} counts={counts} subjects={[]} onChange={onChange} />);
    expect(screen.getByRole("button", { name: "Top 4" })).toHaveAttribute("aria-pressed", "true");
    await userEvent.click(screen.getByRole("button", { name: "Needs improvement 1" }));
    expect(onChange).toHaveBeenCalledWith({ tiers: ["needs_improvement", "top"] });
    await userEvent.click(screen.getByRole("button", { name: "All 28" }));
    expect(onChange).toHaveBeenLastCalledWith({ tiers: [] });
  });
});

describe("the leaderboard", () => {
  test("shows shared ranks and badges", () => {
    const data = [
      listedTutor({ id: 1, name: "Ben Best", rank: 1, badge: "first" }),
      listedTutor({ id: 2, name: "Bea Best", rank: 1, badge: "first" }),
    ];
    render(<Leaderboard board={{ data, ranked: 2, notRanked: 3, leastRated: 10 }} />);
    expect(screen.getAllByText("1")).toHaveLength(2);
    expect(screen.getAllByText("First")).toHaveLength(2);
    expect(screen.getByText(/2 ranked, 3 not yet/)).toBeVisible();
  });

  test("says why nobody is ranked yet", () => {
    render(<Leaderboard board={{ data: [], ranked: 0, notRanked: 3, leastRated: 10 }} />);
    expect(
      screen.getByText(/Nobody is ranked yet: a rank needs 10 rated first sessions/),
    ).toBeInTheDocument();
  });
});
