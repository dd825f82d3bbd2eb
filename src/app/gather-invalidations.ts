import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** The same part of a page is read again at most once in this time. */
const againAfterMs = 2_000;

export type Invalidations = {
  /** Marks as old what begins with one of these keys. */
  add(keys: readonly QueryKey[]): void;
  all(): void;
  end(): void;
};

/**
 * Has queries that are on the screen read again: at once for the first change, and once more after a moment for
 * all that came in between.
 */
export function gatherInvalidations(client: Pick<QueryClient, "invalidateQueries">): Invalidations {
  const resting = new Map<string, { isDue: boolean; timer: ReturnType<typeof setTimeout> }>();

  function readAgain(name: string, queryKey: QueryKey): void {
    void client.invalidateQueries({ queryKey });
    const timer = setTimeout(() => wakeUp(name, queryKey), againAfterMs);
    resting.set(name, { isDue: false, timer });
  }

  function wakeUp(name: string, queryKey: QueryKey): void {
    const isDue = resting.get(name)?.isDue === true;
    resting.delete(name);
    if (isDue) readAgain(name, queryKey);
  }

  return {
    add(keys) {
      for (const key of keys) {
        const name = JSON.stringify(key);
        const rest = resting.get(name);
        if (rest === undefined) readAgain(name, key);
        else rest.isDue = true;
      }
    },
    all: () => void client.invalidateQueries(),
    end() {
      for (const { timer } of resting.values()) clearTimeout(timer);
      resting.clear();
    },
  };
}
