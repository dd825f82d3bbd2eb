import { createReadStream } from "node:fs";
import { CsvError, parse } from "csv-parse";
import { hourMs } from "#domain/forecasting/hour-slots.ts";
import { AppError } from "#platform/errors.ts";
import { HourReader } from "./hour-reader.ts";

/** Counts and outside features of one series, by the instant at which the hour begins. */
export type SeriesCounts = {
  id: string;
  group: string | null;
  /** NaN where the file says that nobody knows. */
  counts: Map<number, number>;
  features: Map<string, Map<number, number>>;
};

export type CountsFile = {
  series: SeriesCounts[];
  featureNames: string[];
  /** The first hour, and the end of the last, in milliseconds since 1970. */
  fromMs: number;
  toMs: number;
  /** What was left out and why, for people. */
  notes: string[];
};

type Line = { record: string[]; line: number };

const needed = ["series", "ts", "count"] as const;

/**
 * Reads a CSV of hourly counts: columns series, ts, count, perhaps group; every other column is an outside feature.
 * @param timezone clock of times that are written without an offset
 * @throws AppError invalid_input, naming the line
 */
export async function readCounts(path: string, timezone: string | null): Promise<CountsFile> {
  const hours = new HourReader(timezone);
  const all = new Map<string, SeriesCounts>();
  let columns: Columns | null = null;
  for await (const { record, line } of linesOf(path)) {
    if (columns === null) columns = readHeading(record);
    else addLine(all, columns, record, { hours, line });
  }
  const series = [...all.values()];
  for (const own of series) hours.dropHalfTold(own.id, own.counts);
  const instants = series.flatMap(({ counts }) => [Math.min(...minMax(counts)), Math.max(...minMax(counts))]);
  if (columns === null || instants.length === 0) throw invalid(`${path} holds no counts.`);
  return {
    series,
    featureNames: columns.features.map(({ name }) => name),
    fromMs: instants.reduce((least, at) => Math.min(least, at)),
    toMs: instants.reduce((most, at) => Math.max(most, at)) + hourMs,
    notes: hours.notes(),
  };
}

async function* linesOf(path: string): AsyncGenerator<Line> {
  const parser = parse({ bom: true, info: true, skip_empty_lines: true, trim: true });
  const input = createReadStream(path).on("error", (error) => parser.destroy(error));
  try {
    for await (const { record, info } of input.pipe(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>)
      yield { record, line: info.lines };
  } catch (error) {
    if (error instanceof CsvError) throw invalid(`${path}: ${error.message}`, error);
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw invalid(`There is no file ${path}.`, error);
    throw error;
  }
}

type Columns = {
  series: number;
  ts: number;
  count: number;
  group: number;
  features: { name: string; at: number }[];
};

function readHeading(names: readonly string[]): Columns {
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw invalid(`Line 1: the heading lacks ${missing.join(", ")}; it should hold series, ts and count.`);
  const known: readonly string[] = [...needed, "group"];
  return {
    series: names.indexOf("series"),
    ts: names.indexOf("ts"),
    count: names.indexOf("count"),
    group: names.indexOf("group"),
    features: names.flatMap((name, at) => (known.includes(name) ? [] : [{ name, at }])),
  };
}

function addLine(
  all: Map<string, SeriesCounts>,
  columns: Columns,
  record: readonly string[],
  { hours, line }: { hours: HourReader; line: number },
): void {
  const id = record[columns.series] ?? "";
  if (id === "") throw invalid(`Line ${line}: the name of the series is empty.`);
  const own = all.get(id) ?? {
    id,
    group: record[columns.group] || null,
    counts: new Map(),
    features: new Map(),
  };
  all.set(id, own);
  const count = readCount(record[columns.count] ?? "", line);
  const at = hours.read(id, record[columns.ts] ?? "", {
    line,
    count,
    isTaken: (instant) => own.counts.has(instant),
  });
  if (at === null) return;
  if (own.counts.has(at)) throw invalid(`Line ${line}: ${id} has a count of this hour already.`);
  own.counts.set(at, count);
  for (const feature of columns.features) {
    const text = record[feature.at] ?? "";
    const value = text === "" ? Number.NaN : Number(text);
    if (text !== "" && !Number.isFinite(value))
      throw invalid(`Line ${line}: ${feature.name} should be a number or empty, not "${text}".`);
    const values = own.features.get(feature.name) ?? new Map<number, number>();
    own.features.set(feature.name, values.set(at, value));
  }
}

function readCount(text: string, line: number): number {
  if (text === "") return Number.NaN;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 0) return count;
  throw invalid(`Line ${line}: the count should be a whole number from 0 or empty, not "${text}".`);
}

function minMax(counts: ReadonlyMap<number, number>): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const at of counts.keys()) {
    least = Math.min(least, at);
    most = Math.max(most, at);
  }
  return [least, most];
}

const invalid = (message: string, cause?: unknown) => new AppError("invalid_input", message, { cause });
