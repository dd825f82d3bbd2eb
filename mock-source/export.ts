import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ExportFormat, formats } from "./export-formats.ts";
import type { ResourceName, Row } from "./world/model.ts";
import { buildWorld, countOf, resourceNames, rowOf, type World } from "./world/world.ts";

export type ExportOptions = {
  dir: string;
  format: ExportFormat;
  seed: number;
  customers: number;
  /** Milliseconds since 1970. */
  asOfMs: number;
  /** First day of the world (number since 1970); that of the quarter 180 days before `asOfMs` where left out. */
  originDay?: number;
  /** Told after each piece: rows written of a resource, and how many there are. */
  onProgress?: (resource: ResourceName, written: number, count: number) => void;
};

/** Rows that are in memory at a time, beside the world. */
const rowsPerPiece = 1000;

/** Writes every resource as a file of the contract's fields, in ascending order of id; returns rows per resource. */
export async function exportWorld(options: ExportOptions): Promise<Record<ResourceName, number>> {
  const { seed, customers, originDay } = options;
  const world = buildWorld({ seed, customers, originDay }, options.asOfMs);
  await mkdir(options.dir, { recursive: true });
  const counts: Partial<Record<ResourceName, number>> = {};
  for (const resource of resourceNames) {
    const file = createWriteStream(join(options.dir, `${resource}.${options.format}`));
    await pipeline(Readable.from(pieces(world, resource, options), { highWaterMark: 4 }), file);
    counts[resource] = countOf(world, resource);
  }
  return counts as Record<ResourceName, number>;
}

function* pieces(world: World, resource: ResourceName, options: ExportOptions): Generator<string> {
  const { head, rows, tail } = formats[options.format];
  const count = countOf(world, resource);
  yield head(resource, count > 0 ? rowOf(world, resource, 1) : {});
  for (let first = 1; first <= count; first += rowsPerPiece) {
    const last = Math.min(count, first + rowsPerPiece - 1);
    const piece: Row[] = [];
    for (let id = first; id <= last; id++) piece.push(rowOf(world, resource, id));
    yield rows(piece, first === 1);
    options.onProgress?.(resource, last, count);
  }
  yield tail();
}
