import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { OverviewCard } from "../overview-schema.ts";
import { cardFigure, formatMetric } from "./card-figure.ts";
import { OverviewCards } from "./overview-cards.tsx";

const now = "2026-03-11T18:20:30Z";

const card: OverviewCard = {
  name: "sessions_held",
  title: "Sessions",
  question: "How many?",
  unit: "count",
  value: 212,
  status: "neutral",
  statusWord: "neutral",
  change: { difference: 24, share: 0.1277, direction: "up", isGood: true },
  comparedWith: "the same time last week",
  why: "180 more booked today",
  sparkline: [
    { at: "2026-03-10T18:00:00Z", value: 400 },
    { at: "2026-03-11T18:00:00Z", value: 212 },
  ],
  sampledAt: "2026-03-11T18:20:00Z",
  href: "/customers",
  howComputed: "Counted.",
  details: { dayTarget: 410 },
};

const show = (cards: OverviewCard[]) =>
  render(
    <OverviewCards
      overview={{ asOf: now, range: "today", staleAfterSeconds: 120, cards }}
      now={now}
      timezone="UTC"
    />,
  );

test("a card says value, change in words, reason and progress to the target", () => {
  show([card]);
  expect(screen.getByRole("heading", { name: "Sessions" })).toBeVisible();
  expect(screen.getAllByText("212").length).toBeGreaterThan(0);
  expect(screen.getByText(/the same time last week/)).toBeVisible();
  expect(screen.getByText("180 more booked today")).toBeVisible();
  expect(screen.getByRole("progressbar", { name: /target/ })).toHaveAttribute("aria-valuetext", "212 of 410");
});

test("unknown is shown as unknown, with what is missing", () => {
  show([{ ...card, value: null, status: "unknown", why: "Not enough data (3 of 10 ratings)." }]);
  expect(screen.getByText("Not enough data (3 of 10 ratings).")).toBeVisible();
  expect(screen.queryByText("212", { selector: "p *" })).toBeNull();
});

test("tiers lead to the customers of each tier", () => {
  const tiers = { critical: 4, at_risk: 10, healthy: 30, thriving: 56 };
  show([{ ...card, name: "customers_at_risk", value: 14, details: { tiers, scored: 100 } }]);
  expect(screen.getByRole("link", { name: "At risk" })).toHaveAttribute("href", "/customers?tier=at_risk");
});

test("the balance shows its subjects to whoever asks", async () => {
  const subjects = [
    { code: "latin", name: "Latin", balance: 0.62, hoursShort: 5 },
    { code: "algebra_1", name: "Algebra 1", balance: 14, hoursShort: 0 },
  ];
  show([{ ...card, name: "demand_balance", unit: "share", value: 1.1, details: { subjects, known: 7 } }]);
  expect(screen.queryByRole("tooltip")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Balance by subject" }));
  const note = await screen.findByRole("tooltip");
  const rows = within(note).getAllByRole("row").slice(1);
  expect(rows.map((row) => row.textContent)).toEqual(["Latin0.625", "Algebra 1over 100"]);
  expect(note).toHaveTextContent(/of 7/);
});

test("a figure that was not sampled for two minutes says since when", () => {
  expect(cardFigure(card, now, 120)).not.toHaveProperty("staleSince");
  expect(cardFigure(card, "2026-03-11T18:30:00Z", 120)).toHaveProperty("staleSince", card.sampledAt);
});

test("a week of hours is read out day by day", () => {
  const hours = Array.from({ length: 48 }, (_, hour) => ({
    at: new Date(Date.UTC(2026, 2, 9, hour)).toISOString(),
    value: hour,
  }));
  show([{ ...card, sparkline: hours }]);
  expect(screen.getByRole("cell", { name: "0 to 23" })).toBeInTheDocument();
  expect(screen.getByRole("cell", { name: "24 to 47" })).toBeInTheDocument();
  expect(screen.getAllByRole("cell")).toHaveLength(2);
});

test("a change is the difference of the figures as they are written", () => {
  const change = { difference: -0.5, share: -0.03, direction: "down", isGood: null } as const;
  const counted = { ...card, value: 15, change };
  expect(cardFigure(counted, now, 120)).toMatchObject({ change: { text: "−1", direction: "down" } });
  const alike = { ...card, value: 15, change: { ...change, difference: -0.4 } };
  expect(cardFigure(alike, now, 120)).toMatchObject({ change: { text: "no change", direction: "flat" } });
});

test("each unit has its way of being written", () => {
  expect(formatMetric(1284, "count")).toBe("1,284");
  expect(formatMetric(4.456, "rating")).toBe("4.46");
  expect(formatMetric(0.875, "share")).toBe("87.5\u00a0%");
  expect(formatMetric(42, "seconds")).toBe("42\u00a0s");
  expect(formatMetric(null, "share")).toBe("–");
});
