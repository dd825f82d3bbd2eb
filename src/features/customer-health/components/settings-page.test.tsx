import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { countCutOff, summariseBacktest } from "../backtest.ts";
import type { BacktestAnswer } from "../backtest-schemas.ts";
import type { ChangeSumAnswer } from "../health-schemas.ts";
import { settingFields } from "../setting-fields.ts";
import type { SettingsVersionAnswer, WhatIfAnswer } from "../settings-schemas.ts";
import { defaultHealthSettings, healthSettingsSchema } from "../weights.ts";
import { BacktestReport } from "./backtest-report.tsx";
import { ChangeSumText } from "./change-sum-text.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { SettingsHistory } from "./settings-history.tsx";
import { WhatIfMoves, WhatIfSummary } from "./what-if-result.tsx";

const fields = settingFields(defaultHealthSettings);

describe("the form", () => {
  test("names each number, its default and its reason, and has a field for every number there is", () => {
    const numbers = JSON.stringify(healthSettingsSchema.parse(defaultHealthSettings)).match(
      /[\d.]+(?=[,}\]])/g,
    );
    expect(fields).toHaveLength(numbers?.length ?? 0);
    expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length);
  });

  test("slider and field are handles of one value", async () => {
    const onChange = vi.fn<(path: string, value: number) => void>();
    const [field] = fields;
    if (!field) throw new Error("no field");
    render(
      <SettingsForm
        groups={[{ title: "Weights", rows: [{ field, value: 35, saved: 30, usual: 30 }] }]}
        onChange={onChange}
      />,
    );
    expect(screen.getByLabelText(/^First session/, { selector: "input[type=number]" })).toHaveValue(35);
    expect(screen.getByText("(saved: 30)")).toBeInTheDocument();
    fireEvent.change(screen.getByRole("slider"), { target: { value: "40" } });
    expect(onChange).toHaveBeenLastCalledWith("weights.first_session", 40);
    await userEvent.click(screen.getByRole("button", { name: "Use default" }));
    expect(onChange).toHaveBeenLastCalledWith("weights.first_session", 30);
    onChange.mockClear();
    fireEvent.change(screen.getByRole("spinbutton"), { target: { value: "" } });
    expect(onChange).not.toHaveBeenCalled();
  });
});

const found: WhatIfAnswer = {
  asOf: "2026-03-01T00:00:00.000Z",
  basis: "everyone",
  customers: 1_000,
  examined: 1_000,
  changed: 12,
  changedOfAll: { low: 12, high: 12 },
  worsened: 10,
  improved: 2,
  scoreMoved: 400,
  windows: [],
  cells: [
    { from: "healthy", to: "at_risk", customers: 10 },
    { from: "at_risk", to: "healthy", customers: 2 },
    { from: "healthy", to: "healthy", customers: 988 },
  ],
  moves: [
    { customerId: 7, name: "Ada", from: "healthy", to: "at_risk", scoreBefore: 75, scoreAfter: 65 },
    { customerId: 8, name: "Bob", from: "healthy", to: "critical", scoreBefore: 88, scoreAfter: 88 },
  ],
  nextOffset: null,
  tookMs: 840,
};

describe("what other numbers would do", () => {
  test("to everyone", () => {
    const { container } = render(<WhatIfSummary found={found} />);
    expect(container).toHaveTextContent("12 of 1,000 customers would change tier (1.2 %): 10 down, 2 up.");
    expect(container).toHaveTextContent("(1,000 customers, 0.8 s)");
    const row = screen.getByRole("rowheader", { name: /At risk/ }).closest("tr");
    expect(
      within(row as HTMLElement)
        .getAllByRole("cell")
        .map((cell) => cell.textContent),
    ).toEqual(["0", "0", "2", "0"]);
  });

  test("as an estimate where a window differs, which it says", () => {
    const sample = {
      ...found,
      basis: "sample" as const,
      customers: 90_000,
      changedOfAll: { low: 700, high: 1_700 },
    };
    const { container } = render(<WhatIfSummary found={sample} />);
    expect(container).toHaveTextContent(
      "700–1,700 of 90,000 customers would change tier: 12 of 1,000 in the sample",
    );
    expect(container).toHaveTextContent("a sample of 1,000 customers was computed");
  });

  test("to nobody", () => {
    const { container } = render(<WhatIfSummary found={{ ...found, changed: 0 }} />);
    expect(container).toHaveTextContent("Nobody would change tier. 400 scores would move within their tier.");
    expect(screen.queryByRole("table")).toBeNull();
  });

  test("customer by customer", () => {
    render(<WhatIfMoves moves={found.moves} />);
    expect(screen.getByRole("link", { name: "Ada" })).toHaveAttribute("href", "/customers/7");
    expect(screen.getByRole("row", { name: /Ada/ })).toHaveTextContent("75 → 65");
    expect(screen.getByRole("row", { name: /Bob/ })).toHaveTextContent("Critical88");
  });
});

describe("the backtest", () => {
  const counts = countCutOff(new Date("2026-01-01T06:00:00Z"), 500, [
    ...Array.from({ length: 40 }, (_, index) => ({
      score: 30,
      tier: "critical" as const,
      hasLeft: index < 20,
    })),
    ...Array.from({ length: 60 }, (_, index) => ({
      score: 90,
      tier: "thriving" as const,
      hasLeft: index < 5,
    })),
  ]);
  const done: BacktestAnswer = {
    id: 1,
    state: "done",
    settings: defaultHealthSettings,
    settingsVersion: 1,
    changes: [],
    requestedAt: "2026-03-09T09:15:00.000Z",
    finishedAt: "2026-03-09T09:16:00.000Z",
    computed: 100,
    total: 100,
    error: null,
    cutOffs: [counts],
    summary: summariseBacktest([counts]),
  };
  const show = (changes: Partial<BacktestAnswer>) =>
    render(<BacktestReport backtest={{ ...done, ...changes }} timezone="America/Chicago" />).container;

  test("says who left by tier, and what was missed", () => {
    const container = show({});
    expect(container).toHaveTextContent("25.0 % of active customers left within sixty days.");
    expect(container).toHaveTextContent("20 % stood healthy or thriving before");
    expect(screen.getByRole("row", { name: /Critical/ })).toHaveTextContent(/4020 ?50\.0.%35–65.%2\.0×/);
    expect(container).toHaveTextContent("31 Dec 2025");
    expect(container).toHaveTextContent("a sample of the customers was drawn");
  });

  test("shows how far it is, that there is nothing yet, and what went wrong", () => {
    const waiting = { summary: null, cutOffs: null };
    expect(show({ ...waiting, state: "running", computed: 4_000, total: 24_000 })).toHaveTextContent(
      "4,000 of about 24,000",
    );
    expect(show({ cutOffs: [], summary: summariseBacktest([]) })).toHaveTextContent("Not enough history");
    expect(show({ ...waiting, state: "failed", error: "no connection" })).toHaveTextContent("no connection");
  });
});

test("the history says who changed what, and takes up an older version", async () => {
  const version: SettingsVersionAnswer = {
    version: 2,
    settings: defaultHealthSettings,
    changedAt: "2026-03-02T12:00:00.000Z",
    changedBy: "Ann",
    note: "Bookings tell more",
    changes: ["Weights, velocity: 25 → 40"],
  };
  const first = { ...version, version: 1, changedBy: "System", note: "defaults", changes: [] };
  const onRestore = vi.fn<(version: SettingsVersionAnswer) => void>();
  render(<SettingsHistory versions={[version, first]} current={2} timezone="UTC" onRestore={onRestore} />);
  expect(screen.getByText("Weights, velocity: 25 → 40")).toBeInTheDocument();
  expect(screen.getAllByRole("button")).toHaveLength(1);
  await userEvent.click(screen.getByRole("button", { name: "Take up version 1" }));
  expect(onRestore).toHaveBeenCalledWith(first);
});

describe("the change between two instants", () => {
  const sum: ChangeSumAnswer = {
    from: "2026-03-01T00:00:00.000Z",
    to: "2026-03-08T00:00:00.000Z",
    scoreFrom: 82,
    scoreTo: 64,
    tierFrom: "healthy",
    tierTo: "at_risk",
    points: -18,
    parts: [
      {
        component: "inbound_calls",
        points: -15,
        text: "2 billing calls",
        records: [
          { resource: "calls", id: 4 },
          { resource: "calls", id: 5 },
        ],
      },
      { component: "first_session", points: -3, text: "a rating of 2", records: [] },
    ],
    unscoredReason: null,
    changes: 2,
    text: "−18: 2 billing calls −15, a rating of 2 −3",
    lastContactAt: null,
  };

  test("is one sentence that adds up, with the records", () => {
    const { container } = render(<ChangeSumText sum={sum} since="Since 1 Mar" />);
    expect(container).toHaveTextContent("−18 since 1 Mar (82 → 64): 2 billing calls −15, a rating of 2 −3.");
    expect(screen.getByRole("link", { name: "call 5" })).toHaveAttribute("href", "#calls-5");
  });

  test("says so where nothing moved", () => {
    const still = { ...sum, points: 0, parts: [], text: "unchanged at 64" };
    const { container } = render(<ChangeSumText sum={still} since="Since 1 Mar" />);
    expect(container).toHaveTextContent("Since 1 Mar: unchanged at 64.");
  });
});
