import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gatherInvalidations } from "./gather-invalidations.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start() {
  const read: string[] = [];
  const client = {
    invalidateQueries: async (filters?: { queryKey?: readonly unknown[] }) =>
      void read.push(filters?.queryKey?.join("/") ?? "all"),
  };
  return { read, invalidations: gatherInvalidations(client) };
}

describe("gatherInvalidations", () => {
  it("reads again at once, and once more for all that came meanwhile", () => {
    const { read, invalidations } = start();
    invalidations.add([["customers"], ["customer", 7]]);
    expect(read).toEqual(["customers", "customer/7"]);
    invalidations.add([["customers"]]);
    invalidations.add([["customers"]]);
    expect(read).toHaveLength(2);
    vi.advanceTimersByTime(2_000);
    expect(read).toEqual(["customers", "customer/7", "customers"]);
    vi.advanceTimersByTime(10_000);
    expect(read).toHaveLength(3);
    invalidations.add([["customers"]]);
    expect(read).toHaveLength(4);
  });

  it("reads nothing after its end", () => {
    const { read, invalidations } = start();
    invalidations.add([["overview"]]);
    invalidations.add([["overview"]]);
    invalidations.end();
    vi.advanceTimersByTime(10_000);
    expect(read).toEqual(["overview"]);
  });
});
