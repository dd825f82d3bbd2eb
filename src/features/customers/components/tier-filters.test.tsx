import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { TierFilter } from "../customer-order.ts";
import { TierFilters, type TierFiltersProps } from "./tier-filters.tsx";

const counts = { critical: 68, at_risk: 121, healthy: 144, thriving: 1_277, unscored: 0, removed: 12 };

function show(chosen: TierFilter[]) {
  const onChange = vi.fn<TierFiltersProps["onChange"]>();
  render(<TierFilters chosen={chosen} counts={counts} onChange={onChange} />);
  return onChange;
}

test("each tier says how many it holds and whether it is shown", () => {
  show(["critical", "at_risk"]);
  expect(screen.getByRole("button", { name: "Critical 68" })).toHaveAttribute("aria-pressed", "true");
  expect(screen.getByRole("button", { name: "Thriving 1,277" })).toHaveAttribute("aria-pressed", "false");
  expect(screen.getByRole("button", { name: "All 1,610" })).toHaveAttribute("aria-pressed", "false");
});

test("a press adds a tier in its place, a second one takes it away, and all of them are all", async () => {
  const user = userEvent.setup();
  const onChange = show(["at_risk", "thriving"]);
  await user.click(screen.getByRole("button", { name: "Critical 68" }));
  expect(onChange).toHaveBeenLastCalledWith(["critical", "at_risk", "thriving"]);
  await user.click(screen.getByRole("button", { name: "Thriving 1,277" }));
  expect(onChange).toHaveBeenLastCalledWith(["at_risk"]);
  await user.click(screen.getByRole("button", { name: "All 1,610" }));
  expect(onChange).toHaveBeenLastCalledWith([]);
});

test("the removed are no part of all, and can be added", async () => {
  const user = userEvent.setup();
  const onChange = show(["at_risk", "healthy", "thriving", "unscored"]);
  await user.click(screen.getByRole("button", { name: "Removed 12" }));
  expect(onChange).toHaveBeenLastCalledWith(["at_risk", "healthy", "thriving", "unscored", "removed"]);
  expect(screen.getByRole("button", { name: "All 1,610" })).toBeVisible();
});

test("the last missing tier makes it all", async () => {
  const user = userEvent.setup();
  const onChange = show(["at_risk", "healthy", "thriving", "unscored"]);
  await user.click(screen.getByRole("button", { name: "Critical 68" }));
  expect(onChange).toHaveBeenLastCalledWith([]);
});
