import type { OutsideRow } from "#sources/fixtures/contract-server.ts";
import { type Resource, resources } from "#sources/source.ts";

export type RecordKey = number | string;

/** One version of a row: what the source means, and what it prints. */
export type Version = {
  meant: OutsideRow;
  printed: Record<string, unknown>;
  /** updated_at with microseconds, since 1970. */
  micros: number;
  visibleFromMs: number;
  /** Path of what is wrong in the printed form; null where it keeps the contract. */
  faultPath: string | null;
  /** True once an answer held it. */
  isServed: boolean;
  /** True once a list held it: only there is an unknown field seen. */
  isListed: boolean;
};

export type SourceRow = {
  resource: Resource;
  key: RecordKey;
  versions: Version[];
  /** True after a hard delete. */
  isRemoved: boolean;
  /** True once it was hard-deleted, also after it came back. */
  wasRemoved: boolean;
};

export type PutOptions = {
  lateMs?: number;
  /** Below the printed millisecond. */
  micros?: number;
  /** updated_at with microseconds, where it is not the source's clock. */
  atMicros?: number;
  /** Fields as they are printed instead of what is meant. */
  breakage?: { path: string; fields: Record<string, unknown> };
  unknownFields?: Record<string, unknown>;
};

export const isoOf = (milliseconds: number) => new Date(milliseconds).toISOString();

/**
 * The truth: every row of the source with all its versions, at the precision that the source keeps. No row
 * ever gets a version with a smaller `updated_at` than it had.
 */
export class SourceWorld {
  clockMs: number;
  readonly #tables = new Map<Resource, Map<RecordKey, SourceRow>>(resources.map((name) => [name, new Map()]));

  constructor(clockMs: number) {
    this.clockMs = clockMs;
  }

  rows(resource: Resource): SourceRow[] {
    return [...this.#table(resource).values()];
  }

  row(resource: Resource, key: RecordKey): SourceRow | undefined {
    return this.#table(resource).get(key);
  }

  /** Gives a row a new version: now, or at `atMicros`, but always after the one it has. */
  put(resource: Resource, meant: OutsideRow, options: PutOptions = {}): Version {
    const { lateMs = 0, micros = 0, breakage, unknownFields } = options;
    const key = (resource === "subjects" ? meant.code : meant.id) as RecordKey;
    const row = this.#table(resource).get(key) ?? {
      resource,
      key,
      versions: [],
      isRemoved: false,
      wasRemoved: false,
    };
    this.#table(resource).set(key, row);
    const newest = row.versions.at(-1);
    const wanted = options.atMicros ?? this.clockMs * 1000 + micros;
    const stamp = Math.max(wanted, (newest?.micros ?? 0) + 1);
    const updated_at = isoOf(Math.floor(stamp / 1000));
    const whole: OutsideRow = { ...meant, updated_at };
    const version: Version = {
      meant: whole,
      printed: { ...whole, ...unknownFields, ...breakage?.fields },
      micros: stamp,
      visibleFromMs: Math.max(this.clockMs + lateMs, newest?.visibleFromMs ?? 0),
      faultPath: breakage?.path ?? null,
      isServed: false,
      isListed: false,
    };
    row.versions.push(version);
    return version;
  }

  /** The version that the source shows at an instant. */
  shown(row: SourceRow, atMs = this.clockMs): Version | undefined {
    if (row.isRemoved) return undefined;
    return row.versions.findLast((version) => version.visibleFromMs <= atMs);
  }

  /** What lists show at an instant, in the source's order. */
  list(resource: Resource, atMs = this.clockMs): { row: SourceRow; version: Version }[] {
    return this.rows(resource)
      .map((row) => ({ row, version: this.shown(row, atMs) }))
      .filter((entry): entry is { row: SourceRow; version: Version } => entry.version !== undefined)
      .sort((a, b) => a.version.micros - b.version.micros || (a.row.key < b.row.key ? -1 : 1));
  }

  /** True while a row has a version that nobody sees yet. */
  hidesSomething(resource: Resource): boolean {
    return this.rows(resource).some(
      ({ versions, isRemoved }) => !isRemoved && (versions.at(-1)?.visibleFromMs ?? 0) > this.clockMs,
    );
  }

  #table(resource: Resource): Map<RecordKey, SourceRow> {
    return this.#tables.get(resource) as Map<RecordKey, SourceRow>;
  }
}
