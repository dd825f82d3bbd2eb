import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import {
  clocksInChicago,
  demandHours,
  firstHour,
  forecastExplanation,
  hourAfter,
  outlookHour,
} from "#test/builders/demand-answers.ts";
import { courseOf } from "./chart-course.ts";
import { DayTable } from "./day-table.tsx";
import { DemandHeatmap } from "./demand-heatmap.tsx";
import { basisInWords, formatProbability } from "./demand-words.ts";
import { forecastSteps } from "./forecast-steps.ts";
import { heatCellOf, levelOf } from "./heat-levels.ts";
import { effectInWords, OverrideForm } from "./override-form.tsx";
import { WhyForecast } from "./why-forecast.tsx";

describe("the course of demand", () => {
  const course = courseOf(demandHours());

  test("goes from what came to what is expected without a gap", () => {
    expect(course.points).toHaveLength(48 + 168);
    expect(course.points[47]?.values).toMatchObject({ came: 3, mean: null });
    expect(course.points[48]?.values).toMatchObject({ came: null, mean: 4.2, capacity: 5, booked: 2 });
    expect(course.now).toBe(firstHour);
  });

  test("puts neighbouring hours that are short into one stretch, and an outage into one mark", () => {
    expect(course.stretches).toEqual([
      { from: hourAfter(2), to: hourAfter(4), label: "Shortage, 2 hours", status: "critical" },
    ]);
    expect(course.events).toEqual([
      { at: hourAfter(-43), label: "Out of the ordinary: Outage", status: "info" },
    ]);
  });
});

describe("the heatmap", () => {
  test("is walked with arrow keys, past hours that a day lacks", async () => {
    const onPick = vi.fn<(hour: string) => void>();
    const { container } = render(
      <DemandHeatmap
        hours={demandHours()}
        clocks={clocksInChicago}
        measure="balance"
        onMeasure={vi.fn<(measure: string) => void>()}
        chosen={null}
        onPick={onPick}
      />,
    );
    // By attribute: roles of 168 buttons take jsdom seconds.
    const cells = [...container.querySelectorAll<HTMLElement>("[data-cell]")];
    expect(cells).toHaveLength(168);
    expect(cells.filter((cell) => cell.tabIndex === 0)).toHaveLength(1);
    // The first day begins at 15:00, so midnight is the first row's second column.
    cells[0]?.focus();
    expect(cells[0]).toHaveAccessibleName(/^Wed 2 Dec, 00:00–01:00: 4.2 sessions expected/);
    await userEvent.keyboard("{ArrowDown}{ArrowRight}{Enter}");
    expect(onPick).toHaveBeenCalledWith("2026-12-03T07:00:00.000Z");
  });

  test("tells shortage and surplus by more than colour", () => {
    const look = (changes: Parameters<typeof outlookHour>[1]) =>
      heatCellOf(outlookHour(0, changes), "balance", 8, clocksInChicago);
    expect(look({ state: "shortage", balance: 0.5 }).bar).toContain("repeating-linear-gradient");
    expect(look({ state: "thin", balance: 0.5 }).bar).toMatch(/repeating-linear-gradient.*warning/);
    expect(look({ state: "surplus", balance: 3 }).bar).toContain("radial-gradient");
    expect(look({ state: "ok" }).bar).toBeUndefined();
    expect([levelOf(0, 8), levelOf(0.1, 8), levelOf(8, 8), levelOf(3, 0)]).toEqual([0, 1, 4, 0]);
  });
});

describe("a day, hour by hour", () => {
  test("names all figures of an hour, and chooses it", async () => {
    const onPick = vi.fn<(hour: string) => void>();
    const hours = demandHours().outlook.slice(0, 9);
    render(<DayTable hours={hours} clocks={clocksInChicago} chosen={hourAfter(2)} onPick={onPick} />);
    const row = screen.getByRole("row", { name: /17:00/ });
    expect(row).toHaveTextContent(/7\.5.*1–9.*4\.0.*0\.53.*Shortage.*92.%.*3\.4/);
    await userEvent.click(within(row).getByRole("button"));
    expect(onPick).toHaveBeenCalledWith(hourAfter(2));
  });
});

describe("why a forecast", () => {
  test("is its parts, step by step, without those that change nothing", () => {
    expect(
      forecastSteps(forecastExplanation().parts).map(({ effect, from, to }) => [effect, from, to]),
    ).toEqual([
      ["", 0, 2.1],
      ["× 3.00", 2.1, 6.3],
      ["× 1.19", 6.3, 7.5],
    ]);
  });

  test("says what is booked, what has changed, and on what it rests", () => {
    render(<WhyForecast explanation={forecastExplanation()} clocks={clocksInChicago} />);
    expect(
      screen.getByText(/4 booked, 1.7.h before the hour; usually 50.% are booked by then/),
    ).toBeVisible();
    expect(screen.getByText("Much has changed since the run before")).toBeVisible();
    expect(screen.getByText(/\+1.2: Two more sessions were booked than usual/)).toBeVisible();
    expect(
      screen.getByText(/Rests on 12 weeks of its own history \(70.%\); the rest is borrowed from Math/),
    ).toBeVisible();
    expect(screen.getByText(/weighs 10.%/)).toBeVisible();
  });

  test("names an override and its author", () => {
    const override = { id: 1, kind: "scale" as const, amount: 1.5, reason: "Exam week", by: "Olga" };
    render(<WhyForecast explanation={forecastExplanation({ override })} clocks={clocksInChicago} />);
    expect(screen.getByText("Overridden by Olga")).toBeVisible();
    expect(screen.getByText(/multiplied by 1.5; without it 4.2 sessions. Reason: Exam week/)).toBeVisible();
  });

  test("says of a new subject that all is borrowed", () => {
    expect(basisInWords({ ownShare: 0, ownWeeks: 0, borrowedFrom: "Math" })).toBe(
      "Borrowed from Math: it has no history of its own yet.",
    );
    expect(formatProbability(0.998)).toBe("over 99\u00a0%");
  });
});

describe("an override", () => {
  test("says what it would make of the forecast, and is sent with its reason", async () => {
    const onAdd = vi.fn<(override: object) => Promise<string | null>>(async () => null);
    const { outlook } = demandHours();
    render(
      <OverrideForm
        code="algebra_1"
        outlook={outlook}
        clocks={clocksInChicago}
        first={hourAfter(2)}
        onAdd={onAdd}
      />,
    );
    expect(screen.getByRole("status")).toHaveTextContent(
      "1 hour: 7.5 sessions expected now, 9.0 with the override.",
    );
    const amount = screen.getByRole("textbox", { name: "By" });
    await userEvent.clear(amount);
    await userEvent.type(amount, "2");
    await userEvent.type(screen.getByRole("textbox", { name: "Reason" }), "Exam moved");
    await userEvent.click(screen.getByRole("button", { name: "Override forecast" }));
    expect(onAdd).toHaveBeenCalledWith({
      code: "algebra_1",
      from: hourAfter(2),
      to: hourAfter(3),
      kind: "scale",
      amount: 2,
      reason: "Exam moved",
    });
  });

  test("refuses what is no number before it is sent", async () => {
    const onAdd = vi.fn<(override: object) => Promise<string | null>>(async () => null);
    const { outlook } = demandHours();
    render(
      <OverrideForm
        code="algebra_1"
        outlook={outlook}
        clocks={clocksInChicago}
        first={firstHour}
        onAdd={onAdd}
      />,
    );
    await userEvent.clear(screen.getByRole("textbox", { name: "By" }));
    await userEvent.type(screen.getByRole("textbox", { name: "Reason" }), "Exam moved");
    await userEvent.click(screen.getByRole("button", { name: "Override forecast" }));
    expect(screen.getAllByText("Give a number that is not negative.")[0]).toBeVisible();
    expect(onAdd).not.toHaveBeenCalled();
    expect(effectInWords(outlook.slice(0, 3), "set", 5)).toContain("15 with the override");
  });
});
