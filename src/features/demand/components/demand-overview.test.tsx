import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import {
  clocksInChicago,
  demandOverview,
  demandSubject,
  firstHour,
  imbalanceEpisode,
} from "#test/builders/demand-answers.ts";
import { EpisodeCard } from "./episode-card.tsx";
import { headlineOf } from "./headline.ts";
import { categoriesOf, orderSubjects, type SubjectFiltering } from "./subject-order.ts";
import { SubjectTable } from "./subject-table.tsx";
import { SubjectTimeline } from "./subject-timeline.tsx";

const page = (data: ReturnType<typeof imbalanceEpisode>[]) => ({
  data,
  total: data.length,
  nextCursor: null,
  counts: { shortage: data.length, surplus: 0 },
});
const usual: SubjectFiltering = { sort: "worst", direction: "desc", search: "", category: null };

describe("the headline", () => {
  test("says how many subjects are short, and the first of them", () => {
    const later = imbalanceEpisode({
      id: 32,
      code: "latin",
      name: "Latin",
      startsAt: "2026-12-03T01:00:00.000Z",
    });
    expect(headlineOf(demandOverview(), page([later, imbalanceEpisode()]) as never, clocksInChicago)).toEqual(
      {
        text: "2 subjects short in the next seven days; the first is Algebra 1, Tue 1 Dec, 17:00–20:00, about 5.8 sessions unserved.",
        status: "critical",
      },
    );
  });

  test("tells no shortage, no capacity and no forecast apart", () => {
    const none = page([]) as never;
    const calm = demandOverview({ data: [demandSubject({ hoursShort: 0 })] });
    expect(headlineOf(calm, none, clocksInChicago).text).toBe("No subject is short in the next seven days.");
    const single = demandOverview({
      data: [demandSubject({ hoursShort: 4 }), demandSubject({ hoursShort: 1 })],
    });
    expect(headlineOf(single, none, clocksInChicago)).toEqual({
      text: "No shortage is raised for the next seven days. 2 subjects have single short hours, each too small to raise one.",
      status: "good",
    });
    const all = demandSubject({ capacity: null });
    expect(headlineOf(demandOverview({ all }), none, clocksInChicago).text).toContain(
      "capacity has not been worked out",
    );
    const ground = { ...demandOverview().ground, madeAt: null };
    expect(headlineOf(demandOverview({ ground }), none, clocksInChicago).text).toBe(
      "There is no forecast yet.",
    );
  });
});

describe("an episode", () => {
  const card = (changes: Partial<Parameters<typeof EpisodeCard>[0]> = {}) =>
    render(
      <EpisodeCard
        episode={imbalanceEpisode()}
        clocks={clocksInChicago}
        recommendations={<button type="button">Accept</button>}
        {...changes}
      />,
    );

  test("says when, how much, how sure, and the best lever that is in time", () => {
    card();
    expect(screen.getByText(/Tue 1 Dec, 17:00–20:00/)).toBeVisible();
    expect(screen.getByText("Critical")).toBeVisible();
    expect(screen.getByText("likely 2–11")).toBeVisible();
    expect(screen.getByText(/93.%/)).toBeVisible();
    expect(screen.getByText(/Closes 3.1 of 5.8 sessions; takes 4.0.h, costs nothing/)).toBeVisible();
    expect(screen.getByText("1 other lever")).toBeVisible();
    expect(screen.getByRole("link", { name: "Ada Adams" })).toHaveAttribute("href", "/tutors/11");
    expect(screen.getByRole("button", { name: "Accept" })).toBeVisible();
  });

  test("says what is left where no lever is found", () => {
    card({ episode: imbalanceEpisode({ levers: [] }) });
    expect(screen.getByText(/Nobody who taught it is free then/)).toBeVisible();
  });

  test("names the clocks of the business where they differ", () => {
    card({ clocks: { ...clocksInChicago, timezone: "Europe/Berlin" } });
    expect(screen.getByText(/Wed 2 Dec, 00:00–03:00 \(Tue 1 Dec, 17:00–20:00 in Chicago\)/)).toBeVisible();
  });
});

describe("the order of subjects", () => {
  const { data } = demandOverview();
  const codes = (filtering: Partial<SubjectFiltering>) =>
    orderSubjects(data, { ...usual, ...filtering }).map(({ code }) => code);

  test("puts those of which nothing is known last, either way round", () => {
    expect(codes({})).toEqual(["algebra_1", "latin", "physics"]);
    expect(codes({ direction: "asc" })).toEqual(["latin", "algebra_1", "physics"]);
  });

  test("goes by name or demand, and leaves out what is not asked for", () => {
    expect(codes({ sort: "name", direction: "desc" })).toEqual(["physics", "latin", "algebra_1"]);
    expect(codes({ sort: "expected" })).toEqual(["algebra_1", "physics", "latin"]);
    expect(codes({ search: "ALG 1" })).toEqual(["algebra_1"]);
    expect(codes({ category: "Science" })).toEqual(["physics"]);
    expect(categoriesOf(data)).toEqual(["Languages", "Math", "Science"]);
  });
});

describe("the timeline", () => {
  test("has one element for each look of a row, and says all of it in words", async () => {
    const onPick = vi.fn<(code: string, hour: string) => void>();
    const { container } = render(
      <SubjectTimeline subjects={demandOverview().data} clocks={clocksInChicago} onPick={onPick} />,
    );
    const link = screen.getByRole("link", {
      name: /Algebra 1: short in 2 hours, surplus in 7 hours, worst Tue 1 Dec, 17:00–18:00, 3.4 sessions unserved/,
    });
    expect(link).toHaveAttribute("href", "/demand/algebra_1");
    expect(container.querySelectorAll("[data-state=shortage]")).toHaveLength(3);
    expect(container.querySelectorAll("*").length).toBeLessThan(150);
    const strip = container.querySelector("li button");
    if (!strip) throw new Error("the row has a strip");
    await userEvent.click(strip);
    expect(onPick).toHaveBeenCalledWith("algebra_1", firstHour);
  });
});

describe("the table of subjects", () => {
  test("sets accuracy beside its floor, and asks for another order", async () => {
    const onSortChange = vi.fn<(change: object) => void>();
    render(
      <SubjectTable
        subjects={demandOverview().data}
        filtering={usual}
        onSortChange={onSortChange}
        onOpen={vi.fn<(code: string) => void>()}
        onShowAll={vi.fn<() => void>()}
      />,
    );
    const table = within(screen.getByRole("table"));
    expect(table.getAllByText(/floor 36.%/)).toHaveLength(2);
    expect(table.getAllByText("not yet")).toHaveLength(1);
    await userEvent.click(table.getByRole("button", { name: "Balance" }));
    expect(onSortChange).toHaveBeenCalledWith({ sort: "balance", direction: "asc" });
  });
});
