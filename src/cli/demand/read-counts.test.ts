import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { plainCalendar } from "#domain/forecasting/hour-slots.ts";
import { panelOfCounts } from "./panel-of-counts.ts";
import { readCounts } from "./read-counts.ts";

const folder = await mkdtemp(path.join(tmpdir(), "ops-demand-"));
afterAll(async () => await rm(folder, { recursive: true }));

async function read(lines: readonly string[], timezone: string | null = null) {
  const file = path.join(folder, "counts.csv");
  await writeFile(file, `${lines.join("\n")}\n`);
  return await readCounts(file, timezone);
}
const heading = "series,ts,count";
const chicago = "America/Chicago";
const options = { timezone: chicago, calendar: plainCalendar, fillsZeros: false, untilMs: null };
const hoursOf = (counts: ReadonlyMap<number, number>) =>
  [...counts].map(([at, count]) => [new Date(at).toISOString().slice(5, 13), count]);

describe("a file of hourly counts", () => {
  it("takes times with an offset, groups and outside features", async () => {
    const file = await read([
      "series,group,ts,count,rain",
      "algebra,maths,2026-05-01T13:00:00Z,3,0.5",
      "algebra,maths,2026-05-01T09:00-05:00,4,",
    ]);
    expect(file.featureNames).toEqual(["rain"]);
    const panel = panelOfCounts(file, options);
    expect(panel.series[0]).toMatchObject({ id: "algebra", group: "maths" });
    expect([...panel.series[0]!.counts]).toEqual([3, 4]);
    expect(panel.slots.map(({ hourOfDay }) => hourOfDay)).toEqual([8, 9]);
    const valueAt = (hour: number) =>
      panel.covariates?.valueAt("rain", "algebra", panel.slots[hour]!.startMs);
    expect([valueAt(0), valueAt(1)]).toEqual([0.5, Number.NaN]);
  });

  it("keeps what nobody knows apart from nothing, unless hours without a line are to be filled", async () => {
    const lines = [
      heading,
      "a,2026-05-01T13:00Z,3",
      "a,2026-05-01T14:00Z,",
      "a,2026-05-01T16:00Z,1",
      "b,2026-05-01T15:00Z,2",
    ];
    const file = await read(lines);
    const of = (fillsZeros: boolean) =>
      panelOfCounts(file, { ...options, fillsZeros }).series.map(({ counts }) => [...counts]);
    expect(of(false)).toEqual([
      [3, Number.NaN, Number.NaN, 1],
      [Number.NaN, Number.NaN, 2, Number.NaN],
    ]);
    expect(of(true)).toEqual([
      [3, Number.NaN, 0, 1],
      [Number.NaN, Number.NaN, 2, 0],
    ]);
  });

  it("leaves out the hour that the clock skips in spring", async () => {
    const file = await read(
      [heading, "a,2026-03-08 01:00,1", "a,2026-03-08 02:00,0", "a,2026-03-08 03:00,3"],
      chicago,
    );
    expect(hoursOf(file.series[0]!.counts)).toEqual([
      ["03-08T07", 1],
      ["03-08T08", 3],
    ]);
    expect(file.notes).toEqual([expect.stringMatching(/^1 lines of an hour that the clock skips/)]);
    await expect(read([heading, "a,2026-03-08 02:00,5"], chicago)).rejects.toThrow(
      /^Line 2: 2026-03-08 02:00 does not exist in America\/Chicago/,
    );
  });

  it("parts the hour that comes twice in autumn by the order of its lines", async () => {
    const file = await read(
      [
        heading,
        "a,2026-11-01 00:00,1",
        "a,2026-11-01 01:00,2",
        "a,2026-11-01 01:00,3",
        "a,2026-11-01 02:00,4",
      ],
      chicago,
    );
    expect(hoursOf(file.series[0]!.counts)).toEqual([
      ["11-01T05", 1],
      ["11-01T06", 2],
      ["11-01T07", 3],
      ["11-01T08", 4],
    ]);
  });

  it("does not know what one line for the hour that comes twice means", async () => {
    const file = await read([heading, "a,2026-11-01 01:00,5", "a,2026-11-01 02:00,4"], chicago);
    expect(hoursOf(file.series[0]!.counts)).toEqual([
      ["11-01T06", Number.NaN],
      ["11-01T08", 4],
    ]);
    expect(file.notes[0]).toMatch(/cannot be parted/);
  });

  it.each([
    [["series,ts"], /^Line 1: the heading lacks count/],
    [[heading], /holds no counts/],
    [
      [heading, "a,2026-05-01T13:00Z,3", "a,2026-05-01T13:00Z,4"],
      /^Line 3: a has a count of this hour already/,
    ],
    [
      [heading, "a,2026-05-01T13:00Z,many"],
      /^Line 2: the count should be a whole number from 0 or empty, not "many"/,
    ],
    [[heading, "a,2026-05-01T13:00Z,-1"], /^Line 2: the count/],
    [[heading, "a,2026-05-01T13:20Z,1"], /^Line 2: "2026-05-01T13:20Z" is not the beginning of an hour/],
    [
      [heading, "a,2026-05-01 13:00,1"],
      /^Line 2: .* has no offset from UTC\. Say by whose clock it is: --timezone/,
    ],
    [[heading, "a,yesterday,1"], /^Line 2: "yesterday" is not a time/],
    [[heading, ",2026-05-01T13:00Z,1"], /^Line 2: the name of the series is empty/],
    [
      ["series,ts,count,rain", "a,2026-05-01T13:00Z,1,wet"],
      /^Line 2: rain should be a number or empty, not "wet"/,
    ],
    [[heading, "a,2026-05-01T13:00Z"], /Invalid Record Length/],
  ])("says what is wrong with %j", async (lines, message) => {
    await expect(read(lines)).rejects.toThrow(message);
  });

  it("says that there is no file", async () => {
    await expect(readCounts(path.join(folder, "none.csv"), null)).rejects.toThrow(/^There is no file/);
  });
});
