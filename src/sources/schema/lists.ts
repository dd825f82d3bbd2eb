import { z } from "zod";

// Positions in a list are kept as 16-bit numbers.
const maxEntries = 32_767;

/** A nested list of an owner. */
export function shortList<S extends z.ZodType>(entry: S) {
  return z
    .array(entry, { error: (issue) => (issue.input === undefined ? "is missing" : "should be a list") })
    .max(maxEntries, { error: `should have at most ${maxEntries} entries` });
}

/** An id names one entry of its list only. */
export function withoutRepeatedIds(context: z.core.ParsePayload<readonly { id: number }[]>): void {
  const seen = new Set<number>();
  for (const [index, { id }] of context.value.entries()) {
    if (seen.has(id)) {
      context.issues.push({
        code: "custom",
        input: id,
        path: [index, "id"],
        message: "should not be twice in the list",
      });
    }
    seen.add(id);
  }
}
