import { render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { listedTutor } from "#test/builders/tutor-answers.ts";
import type { TutorDetail, TutorMeasures, TutorPeriods, TutorSession, TutorSubjects } from "../schemas.ts";
import { AnomalyList } from "./anomaly-list.tsx";
import { FlagList } from "./flag-list.tsx";
import { FlaggedTutors } from "./flagged-tutors.tsx";
import { MeasuresTable } from "./measures-table.tsx";
import { PeriodsTable } from "./periods-table.tsx";
import { SubjectBars } from "./subject-bars.tsx";
import { TutorProfile } from "./tutor-profile.tsx";
import { TutorSessionsTable } from "./tutor-sessions-table.tsx";

const measures = (
  stretch: TutorMeasures["stretch"],
  changes: Partial<TutorMeasures> = {},
): TutorMeasures => ({
  stretch,
  firstSessions: 22,
  firstSessionsRated: 20,
  firstSessionSuccesses: 11,
  success: { rate: 0.55, lower: 0.34, upper: 0.74 },
  expectedSuccess: 0.8,
  sessions: 60,
  rated: 40,
  meanRating: 4.25,
  hoursTaught: 61.5,
  completionRate: 0.97,
  cancellationRate: 0.02,
  ...changes,
});

describe("flags", () => {
  test("stand with their evidence, raised or waiting", () => {
    const [raised] = listedTutor().flags;
    if (!raised) throw new Error("the builder has a flag");
    render(
      <FlagList flags={[raised, { ...raised, code: "high_cancellation", isShown: false, waits: true }]} />,
    );
    expect(screen.getByText("Needs coaching")).toBeVisible();
    expect(screen.getByText("High cancellation, waits for room this week")).toBeVisible();
    expect(screen.getAllByText(/11 of 20 first sessions/)).toHaveLength(2);
  });

  test("say that there is none", () => {
    render(<FlagList flags={[]} />);
    expect(screen.getByText(/No flag is raised/)).toBeVisible();
  });
});

describe("tutors to talk to", () => {
  const { flags } = listedTutor();
  const time = { now: "2026-11-03T08:00:00.000Z", timezone: "UTC" };
  const tova = { id: 7, name: "Tova Tutor", flags, raisedAt: "2026-11-02T08:00:00.000Z", task: null };

  test("stand with their evidence, and with who works with them", () => {
    const task = { owner: "Cora Coach", dueOn: "2026-11-16" };
    const data = [tova, { ...tova, id: 8, name: "Ben Busy", task }];
    render(<FlaggedTutors flagged={{ data, flagged: 9, newlyFlagged: 2, withoutTask: 5 }} {...time} />);
    expect(
      screen.getByText("9 tutors are flagged, 2 of them in the last 24 hours. 5 have no coaching task yet."),
    ).toBeVisible();
    const [first, second] = screen.getAllByRole("listitem") as [HTMLElement, HTMLElement];
    expect(within(first).getByRole("link", { name: "Tova Tutor" })).toHaveAttribute("href", "/tutors/7");
    expect(first).toHaveTextContent(/97\s%.*11 of 20 first sessions.*No coaching task yet/);
    expect(second).toHaveTextContent("Cora Coach, due");
  });

  test("say that there is none", () => {
    render(<FlaggedTutors flagged={{ data: [], flagged: 0, newlyFlagged: 0, withoutTask: 0 }} {...time} />);
    expect(screen.getByText(/No tutor is flagged/)).toBeVisible();
    expect(screen.queryByRole("link")).toBeNull();
  });
});

describe("measures", () => {
  test("of three stretches stand beside each other, with what is expected", () => {
    render(
      <MeasuresTable
        measures={[
          measures("all"),
          measures("12_weeks"),
          measures("4_weeks", { success: null, meanRating: null }),
        ]}
      />,
    );
    expect(screen.getAllByText(/34–74.% of 20; expected 80.%/)).toHaveLength(2);
    expect(screen.getByText("no rated first session")).toBeVisible();
    expect(screen.getByRole("columnheader", { name: "12 weeks" })).toBeVisible();
  });
});

describe("subjects", () => {
  test("are held against all tutors; a weakness says how sure it is", () => {
    const subject: TutorSubjects["data"][number] = {
      code: "latin",
      name: "Latin",
      firstSessionsRated: 12,
      firstSessionSuccesses: 5,
      success: { rate: 0.42, lower: 0.19, upper: 0.68 },
      benchmark: 0.81,
      expectedSuccess: 0.8,
      certaintyBelow: 0.98,
      standing: "weakness",
      sessions: 20,
      meanRating: 3.9,
      benchmarkRating: 4.4,
    };
    render(
      <SubjectBars subjects={[subject, { ...subject, code: "greek", name: "Greek", standing: null }]} />,
    );
    expect(screen.getByText("Weakness")).toBeVisible();
    expect(screen.getByText(/98.% sure/)).toBeVisible();
    expect(screen.getAllByText(/of 12; all tutors 81.%/)).toHaveLength(2);
    expect(screen.getByText("as usual, or too few to say")).toBeVisible();
  });
});

describe("weeks, sessions, anomalies and profile", () => {
  test("weeks show the interval", () => {
    const { stretch: _, completionRate: __, cancellationRate: ___, ...counts } = measures("all");
    const week: TutorPeriods["data"][number] = {
      ...counts,
      startsOn: "2026-11-16",
      noShows: 0,
      cancelledByTutor: 1,
    };
    render(<PeriodsTable periods={[week]} period="week" />);
    const row = within(screen.getByRole("row", { name: /16 Nov 2026/ }));
    expect(row.getByText(/34–74.%/)).toBeVisible();
  });

  test("sessions lead to their customers, and the first of a pair is marked", () => {
    const session: TutorSession = {
      id: 1,
      customerId: 5,
      customer: "Ada Lovelace",
      subjectCode: "latin",
      subject: "Latin",
      status: "completed",
      cancelledBy: null,
      happenedAt: "2026-11-16T15:00:00.000Z",
      durationMinutes: 60,
      rating: 3.5,
      isFirst: true,
    };
    render(<TutorSessionsTable sessions={[session]} timezone="UTC" />);
    expect(screen.getByRole("link", { name: "Ada Lovelace" })).toHaveAttribute("href", "/customers/5");
    expect(screen.getByText("first")).toBeVisible();
    expect(screen.getByText("3.5")).toBeVisible();
  });

  test("anomalies say what was seen and how it ended", () => {
    const anomaly: TutorDetail["anomalies"][number] = {
      measure: "rating",
      week: "2026-11-09",
      note: "Mean rating 3.10 over 8 ratings, usually 4.40",
      state: "closed",
      ending: "back_to_usual",
      openedAt: "2026-11-10T00:00:00.000Z",
      closedAt: "2026-11-23T00:00:00.000Z",
      pValue: 0.0004,
    };
    render(
      <AnomalyList anomalies={[anomaly, { ...anomaly, measure: "no_shows", state: "open", ending: null }]} />,
    );
    expect(screen.getByText("closed: the week after was usual again")).toBeVisible();
    expect(screen.getByText("Open")).toBeVisible();
  });

  test("the profile says when they teach, and that an address is hidden", () => {
    const tutor: TutorDetail = {
      ...listedTutor(),
      email: null,
      timezone: "Europe/London",
      hiredAt: "2025-01-01T00:00:00.000Z",
      subjects: [{ code: "latin", name: "Latin" }],
      weeklyHours: [{ weekday: 1, starts: "09:00", ends: "12:00" }],
      hoursAvailable28d: 48,
      hoursTaught28d: 30.5,
      measures: [],
      watched: [],
      shortTrend: null,
      anomalies: [],
    };
    render(<TutorProfile tutor={tutor} timezone="UTC" />);
    expect(screen.getByText("Mon 09:00–12:00")).toBeVisible();
    expect(screen.getByText(/hidden from viewers/)).toBeVisible();
  });
});
