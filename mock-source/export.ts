import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify/sync";
import type { ResourceName, Row } from "./world/model.ts";
import { buildWorld, countOf, resourceNames, rowOf, type World } from "./world/world.ts";

export type ExportOptions = {
  dir: string;
  format: "csv" | "ndjson";
  seed: number;
  customers: number;
  /** Milliseconds since 1970. */
  asOfMs: number;
  /** First day of the world (number since 1970); that of the quarter 180 days before `asOfMs` where left out. */
  originDay?: number;
};

const rowsPerPiece = 2000;

/** Writes every resource as a file of the contract's fields, in ascending order of id; returns rows per resource. */
export async function exportWorld(options: ExportOptions): Promise<Record<ResourceName, number>> {
  const { seed, customers, originDay } = options;
  const world = buildWorld({ seed, customers, originDay }, options.asOfMs);
  await mkdir(options.dir, { recursive: true });
  const counts: Partial<Record<ResourceName, number>> = {};
  for (const resource of resourceNames) {
    const pieces = options.format === "csv" ? csvPieces(world, resource) : ndjsonPieces(world, resource);
    const file = createWriteStream(join(options.dir, `${resource}.${options.format}`));
    await pipeline(Readable.from(pieces), file);
    counts[resource] = countOf(world, resource);
  }
  return counts as Record<ResourceName, number>;
}

function* rowPieces(world: World, resource: ResourceName): Generator<Row[]> {
  const count = countOf(world, resource);
  for (let first = 1; first <= count; first += rowsPerPiece) {
    const last = Math.min(count, first + rowsPerPiece - 1);
    yield Array.from({ length: last - first + 1 }, (_, i) => rowOf(world, resource, first + i));
  }
}

function* ndjsonPieces(world: World, resource: ResourceName): Generator<string> {
  for (const rows of rowPieces(world, resource)) yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

function* csvPieces(world: World, resource: ResourceName): Generator<string> {
  let header = true;
  for (const rows of rowPieces(world, resource)) {
    yield stringify(rows.map(flatten), { header, cast: { boolean: String } });
    header = false;
  }
}

/** Nested fields become JSON; null becomes an empty cell. */
const flatten = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([field, value]) => [
      field,
      Array.isArray(value) ? JSON.stringify(value) : value,
    ]),
  );
