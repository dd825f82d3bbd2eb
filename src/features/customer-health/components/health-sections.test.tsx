import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import type { CustomerHealthAnswer, HealthChange } from "../health-schemas.ts";
import { ComponentList } from "./component-list.tsx";
import { HealthLedger } from "./health-ledger.tsx";
import { HealthSummary } from "./health-summary.tsx";

const time = { now: new Date("2026-03-11T12:00:00Z"), timezone: "UTC" };

const health: CustomerHealthAnswer = {
  customerId: 399,
  score: 82,
  tier: "critical",
  scoreTier: "healthy",
  forcedBy: "calls",
  forcedSince: "2026-03-07T12:00:00.000Z",
  forcedText: "2 calls in 14 days",
  confidence: 0.7,
  unscoredReason: null,
  lastSessionAt: "2026-03-10T18:00:00.000Z",
  settingsVersion: 1,
  computedAt: "2026-03-11T11:00:00.000Z",
  checkedAt: "2026-03-11T11:59:00.000Z",
  callsInWindow: 2,
  limits: { criticalUpTo: 40, atRiskUpTo: 70, healthyUpTo: 85 },
  reasons: [
    { component: "inbound_calls", points: 17.14, score: 40, weight: 20, text: "2 calls in the last 14 days" },
    { component: "velocity", points: 0, score: 100, weight: 25, text: "9 completed sessions" },
  ],
  missing: [{ component: "first_session", weight: 30, text: "The first session is not rated yet" }],
  flags: [
    { code: "calls", text: "2 calls in 14 days", since: "2026-03-07T12:00:00.000Z" },
    { code: "slow_start", text: "2 of 3 sessions by day 7", since: "2025-11-01T12:00:00.000Z" },
  ],
};

describe("the summary", () => {
  test("says what forces the tier, since when, and what the score alone would say", () => {
    const { container } = render(<HealthSummary health={health} {...time} />);
    expect(container).toHaveTextContent(
      "Critical: 2 calls in 14 days, since 4 days ago. By its score of 82 it would be healthy.",
    );
    expect(container).toHaveTextContent(
      "Rests on 4 of 5 components, 70 % of the weight. Left out: the first session is not rated yet.",
    );
    expect(screen.getAllByRole("listitem")).toHaveLength(1);
  });

  test("without override or gaps is one sentence", () => {
    const plain = {
      ...health,
      tier: "healthy" as const,
      forcedBy: null,
      forcedText: null,
      missing: [],
      flags: [],
    };
    const { container } = render(<HealthSummary health={plain} {...time} />);
    expect(container).toHaveTextContent("Healthy: the score is 82 of 100.");
    expect(container).toHaveTextContent("All five components have data.");
  });

  test("without a score says why", () => {
    const none = {
      ...health,
      score: null,
      tier: null,
      forcedText: null,
      unscoredReason: "closed",
      flags: [],
    };
    render(<HealthSummary health={none} {...time} />);
    expect(screen.getByText("No score: account closed.")).toBeVisible();
  });
});

test("components add up to the score", () => {
  const { container } = render(<ComponentList health={health} />);
  const [calls, velocity, first] = screen.getAllByRole("listitem");
  expect(calls).toHaveTextContent("−17.1");
  expect(velocity).toHaveTextContent("100");
  expect(first).toHaveTextContent("left out");
  expect(container).toHaveTextContent("100 − 17.1 = 82.9, rounded to 82.");
});

const change = (changes: Partial<HealthChange> = {}): HealthChange => ({
  asOf: "2026-03-10T12:00:00.000Z",
  score: 80,
  tier: "critical",
  previousScore: 90,
  previousTier: "thriving",
  forcedBy: "calls",
  unscoredReason: null,
  isReconstructed: false,
  causes: [
    {
      component: "inbound_calls",
      points: -10,
      text: "1 billing call",
      records: [{ resource: "calls", id: 5 }],
    },
    { component: "velocity", points: 0.01, text: "next to nothing", records: [] },
    { component: "tier", points: 0, text: "critical: 2 calls in 14 days; score 80", records: [] },
  ],
  ...changes,
});

describe("the ledger", () => {
  test("names what moved the score with its records, and leaves out what says nothing", () => {
    render(<HealthLedger changes={[change()]} {...time} />);
    const [entry] = screen.getAllByRole("listitem");
    expect(entry).toHaveTextContent("90 → 80");
    expect(entry).toHaveTextContent("−10 Inbound calls: 1 billing call (call 5)");
    expect(entry).toHaveTextContent("Critical: 2 calls in 14 days; score 80");
    expect(entry).not.toHaveTextContent("next to nothing");
    expect(screen.getByRole("link", { name: "call 5" })).toHaveAttribute("href", "#calls-5");
  });

  test("tells the first score, a lost score, and a tier that moved by its limits", () => {
    render(
      <HealthLedger
        {...time}
        changes={[
          change({
            asOf: "2026-03-10T12:00:00.000Z",
            score: null,
            tier: null,
            unscoredReason: "paused",
            causes: [],
          }),
          change({
            asOf: "2026-03-09T12:00:00.000Z",
            tier: "at_risk",
            causes: [{ component: "velocity", points: -10, text: "fewer", records: [] }],
          }),
          change({ asOf: "2026-03-08T12:00:00.000Z", previousScore: null, previousTier: null, causes: [] }),
        ]}
      />,
    );
    expect(screen.getByText("Paused")).toBeVisible();
    expect(screen.getByText("Now at risk")).toBeVisible();
    expect(screen.getByText("The first score.")).toBeVisible();
  });

  test("shows more on request, and marks only what came later", async () => {
    const user = userEvent.setup();
    const days = Array.from({ length: 9 }, (_, index) =>
      change({ asOf: `2026-03-0${9 - index}T12:00:00.000Z` }),
    );
    const { rerender, container } = render(<HealthLedger changes={days} {...time} />);
    const entries = () => within(screen.getAllByRole("list")[0] as HTMLElement);
    expect(entries().getAllByText(/90 → 80|90 →/)).toHaveLength(6);
    await user.click(screen.getByRole("button", { name: "Show 3 more" }));
    expect(entries().getAllByText(/90 →/)).toHaveLength(9);
    expect(container.querySelector(".changed-value")).toBeNull();
    rerender(<HealthLedger changes={[change({ asOf: "2026-03-11T11:00:00.000Z" }), ...days]} {...time} />);
    expect(container.querySelectorAll(".changed-value")).toHaveLength(1);
  });
});
