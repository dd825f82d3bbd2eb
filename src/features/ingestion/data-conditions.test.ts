import { describe, expect, test } from "vitest";
import { type ConditionsInput, dataConditions, type ReadingNow } from "./data-conditions.ts";
import { noMeasures } from "./quality-verdict.ts";

const fresh: ReadingNow = {
  resource: "sessions",
  freshness: "fresh",
  ageSeconds: 60,
  intervalSeconds: 300,
  failuresInARow: 0,
  lastError: null,
};
const well: ConditionsInput = { reading: [fresh], quality: [], deadJobs: 0, reconciliation: [] };
const measured = (accepted: number, quarantined: number) => ({ ...noMeasures, accepted, quarantined });

describe("conditions of the data", () => {
  test("are none where all is well, or where nothing is known", () => {
    expect(dataConditions(well)).toEqual([]);
    expect(dataConditions({ reading: [], quality: [], deadJobs: null, reconciliation: [] })).toEqual([]);
  });

  test("say that a resource is stale, with the error and what to do", () => {
    const stale = {
      ...fresh,
      freshness: "stale" as const,
      ageSeconds: 1000,
      failuresInARow: 4,
      lastError: "It is down",
    };
    expect(dataConditions({ ...well, reading: [stale] })).toMatchObject([
      {
        id: "stale:sessions",
        severity: "critical",
        title: "Sessions are stale",
        figures: [{ value: 1000 }, { value: 300 }, { value: 4 }],
        whatToDo: "It is down. Check the source's address, token and state, then read it now.",
      },
    ]);
    expect(dataConditions({ ...well, reading: [{ ...stale, lastError: null }] })[0]?.whatToDo).toBe(
      "Check that a worker runs, then read it now.",
    );
    expect(dataConditions({ ...well, reading: [{ ...fresh, freshness: "late" }] })).toEqual([]);
  });

  test("leave a new installation alone until its first polls have failed", () => {
    const unread = { ...fresh, freshness: "never_read" as const, ageSeconds: null };
    expect(dataConditions({ ...well, reading: [unread] })).toEqual([]);
    expect(dataConditions({ ...well, reading: [{ ...unread, failuresInARow: 3 }] })).toMatchObject([
      { id: "stale:sessions", title: "Sessions could never be read" },
    ]);
  });

  test("say that too many records are rejected, today or in the last 24 hours, and not for 1 of 3", () => {
    const quality = (today: readonly [number, number], lastDay: readonly [number, number]) => [
      { resource: "calls", today: measured(...today), lastDay: measured(...lastDay) },
    ];
    expect(dataConditions({ ...well, quality: quality([2, 1], [2, 1]) })).toEqual([]);
    expect(dataConditions({ ...well, quality: quality([500, 6], [0, 0]) })).toMatchObject([
      { id: "rejected_share:calls", title: "Too many calls are rejected today" },
    ]);
    const [overnight] = dataConditions({ ...well, quality: quality([5, 0], [180, 20]) });
    expect(overnight).toMatchObject({
      title: "Too many calls are rejected in the last 24 hours",
      href: "/data/quarantine?resource=calls",
      hrefRole: "admin",
    });
    expect(overnight?.figures.map(({ value }) => value)).toEqual([0.1, 0.01, 20, 200]);
  });

  test("name dead jobs and what reconciliation could not mend, after what is critical", () => {
    const report = { resource: "calls", missing: 3, extra: 0, mended: 1, guard: null };
    const conditions = dataConditions({
      reading: [{ ...fresh, freshness: "stale" }],
      quality: [],
      deadJobs: 2,
      reconciliation: [
        { ...report, state: "differs" },
        { ...report, resource: "tutors", state: "mended" },
        { ...report, resource: "sessions", state: "held_back", guard: "Too many would be deleted" },
      ],
    });
    expect(conditions.map(({ id, severity }) => [id, severity])).toEqual([
      ["stale:sessions", "critical"],
      ["dead_jobs", "warning"],
      ["reconciliation_differs:calls", "warning"],
      ["reconciliation_differs:sessions", "warning"],
    ]);
    expect(conditions[1]?.title).toBe("2 jobs failed for good");
    expect(conditions[3]?.whatToDo).toBe("Too many would be deleted. Read the report, then reconcile again.");
  });
});
