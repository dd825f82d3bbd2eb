import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Figure } from "./figure.ts";
import { MetricCard } from "./metric-card.tsx";

const now = "2026-11-23T15:30:00Z";
const ready: Figure = {
  state: "ready",
  value: "87",
  unit: "of 2,000",
  status: { status: "critical", word: "Above limit" },
  change: { text: "12 more", direction: "up", verdict: "worse", against: "yesterday" },
  why: "Nine have not booked for three weeks.",
  asOf: "2026-11-23T15:29:48Z",
};

function show(figure: Figure) {
  return render(
    <MetricCard
      title="Customers at risk"
      href="/customers"
      figure={figure}
      sparkline={{
        label: "Customers at risk, last two days",
        points: [
          { label: "22 Nov", value: 75 },
          { label: "23 Nov", value: 87 },
        ],
      }}
      method="Customers whose score is below 60."
      now={now}
      timezone="America/Chicago"
    />,
  );
}

describe("MetricCard", () => {
  it("says value, unit, threshold word, change with its verdict, reason and age", () => {
    show(ready);
    const card = screen.getByRole("article");
    expect(card).toHaveTextContent("87of 2,000");
    expect(card).toHaveTextContent("Above limit");
    expect(card).toHaveTextContent("up 12 more worse than yesterday");
    expect(card).toHaveTextContent("Nine have not booked for three weeks.");
    expect(screen.getByText(/12.s ago/)).toHaveAttribute("title", expect.stringContaining("09:29:48"));
  });

  it("leads to the rows behind it and holds the line as a table", () => {
    show(ready);
    expect(screen.getByRole("link", { name: "Customers at risk" })).toHaveAttribute("href", "/customers");
    expect(screen.getByRole("table", { name: /last two days/ })).toHaveTextContent("22 Nov75");
  });

  it("tells how it was computed", async () => {
    show(ready);
    await userEvent.click(screen.getByRole("button", { name: "How customers at risk is computed" }));
    expect(await screen.findByRole("dialog")).toHaveTextContent("Customers whose score is below 60.");
  });

  it("shows since when it is stale, in place of its age", () => {
    show({ ...ready, staleSince: "2026-11-23T14:30:00Z" });
    expect(screen.getByText(/Not updated since/)).toHaveTextContent(/1.h ago/);
    expect(screen.queryByText(/As of/)).not.toBeInTheDocument();
  });

  it("shows no figure that means nothing", () => {
    show({ state: "unknown", message: "Not enough data (3 of 10 sessions)." });
    expect(screen.getByRole("article")).toHaveTextContent(
      "Not known. Not enough data (3 of 10 sessions)".replace(". N", ".N"),
    );
  });

  it("is busy while it loads", () => {
    show({ state: "loading" });
    expect(screen.getByRole("article")).toHaveAttribute("aria-busy", "true");
  });

  it("keeps an error inside the card, with a retry", async () => {
    let tries = 0;
    show({
      state: "error",
      what: "The figure could not be read.",
      todo: "Try again.",
      onRetry: () => tries++,
    });
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(tries).toBe(1);
    expect(screen.getByRole("alert")).toHaveTextContent("The figure could not be read.");
  });
});
