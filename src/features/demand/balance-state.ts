import type { BalanceState } from "./schemas.ts";
import type { DemandSettings } from "./weights.ts";

/** Capacity by demand; null while capacity is unknown, and where nobody is expected. */
export function balanceOf(capacity: number | null, demand: number): number | null {
  return capacity === null || demand <= 0 ? null : capacity / demand;
}

/** How capacity compares with demand: short below one limit, with a surplus above the other. */
export function balanceState(
  capacity: number | null,
  demand: number,
  { shortageBelow, surplusAbove }: DemandSettings["balance"],
): BalanceState {
  if (capacity === null) return "unknown";
  const balance = balanceOf(capacity, demand);
  if (balance === null) return capacity > 0 ? "surplus" : "ok";
  if (balance < shortageBelow) return "shortage";
  return balance > surplusAbove ? "surplus" : "ok";
}
