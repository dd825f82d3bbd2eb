import type { CustomerSelection } from "#features/customers/customer-order.ts";
import type { Cache } from "#platform/cache/cache.ts";

/** Keeps nothing: every answer is worked out. */
export const noCache: Cache = {
  get: async () => undefined,
  set: async () => undefined,
  getOrCompute: async (_key, _seconds, compute) => await compute(),
  invalidate: async () => undefined,
  close: async () => undefined,
};

/** Every customer, by score. */
export const everything: CustomerSelection = {
  sort: "score",
  direction: "asc",
  tiers: [],
  search: "",
  owner: null,
};
