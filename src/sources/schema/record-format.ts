import { hash } from "node:crypto";
import type { z } from "zod";
import type { Fault, Item, Records, RejectedRecord, Resource } from "../source.ts";
import { readInstant } from "./instant.ts";
import { code as codeSchema, id as idSchema } from "./scalars.ts";
import { storableJson } from "./storable-json.ts";
import { collectUnknownFields } from "./unknown-fields.ts";

/** How a cell of a CSV file becomes a value of the contract. Decimals and times stay text. */
export type CellKind = "text" | "number" | "boolean" | "json";

export type OutsideRecord = Readonly<Record<string, unknown>>;

/** All that is known of one resource's outside form. */
export type RecordFormat<R extends Resource = Resource> = {
  resource: R;
  /** The fields of the contract in their order, with the kind of their CSV cells. */
  cells: Readonly<Record<string, CellKind>>;
  /** Fields without which no record is valid. */
  requiredFields: readonly string[];
  /** Checks one record; `json` gives it as text, asked for only where it is rejected. */
  read(raw: unknown, json: () => string): Item<R>;
  /** Adds the fields of a record that the contract does not know. */
  collectUnknownFields(raw: unknown, into: Set<string>): void;
  /** A record in the contract's fields and formats. */
  print(record: Records[R]): OutsideRecord;
};

type Definition<R extends Resource, S extends z.ZodType> = {
  resource: R;
  schema: S;
  cells: Readonly<Record<keyof z.output<S> & string, CellKind>>;
  /** Nested lists of objects, with the fields that their entries have. */
  lists: Readonly<Record<string, readonly string[]>>;
  normalise(outside: z.output<S>): Records[R];
  print(record: Records[R]): Record<keyof z.output<S> & string, unknown>;
};

/** Puts together a resource's schema, its normalising, and the way back. */
export function defineRecordFormat<R extends Resource, S extends z.ZodType>(
  definition: Definition<R, S>,
): RecordFormat<R> {
  const { resource, schema, cells, normalise, print } = definition;
  const known = new Set(Object.keys(cells));
  const lists = Object.entries(definition.lists).map(([field, fields]) => ({
    field,
    known: new Set(fields),
  }));
  return {
    resource,
    cells,
    requiredFields: faultsOf(schema.safeParse({})).map((fault) => fault.path),
    read(raw, json) {
      const parsed = schema.safeParse(raw);
      if (parsed.success) return { record: normalise(parsed.data) };
      return { rejected: describeRejected(resource, raw, json(), faultsOf(parsed)) };
    },
    collectUnknownFields: (raw, into) => collectUnknownFields(raw, known, lists, into),
    print,
  };
}

function describeRejected(
  resource: Resource,
  raw: unknown,
  json: string,
  faults: readonly Fault[],
): RejectedRecord {
  const fields = (typeof raw === "object" && raw !== null ? raw : {}) as OutsideRecord;
  const keyed = (resource === "subjects" ? codeSchema : idSchema).safeParse(
    resource === "subjects" ? fields.code : fields.id,
  );
  return {
    key: keyed.success ? String(keyed.data) : `sha256:${hash("sha256", json)}`,
    id: typeof keyed.data === "number" ? keyed.data : null,
    json: storableJson(json),
    faults,
    updatedAt: typeof fields.updated_at === "string" ? readInstant(fields.updated_at) : null,
  };
}

function faultsOf(result: z.ZodSafeParseResult<unknown>): Fault[] {
  return (result.error?.issues ?? []).map((issue) => ({
    path: printPath(issue.path),
    reason:
      issue.code === "invalid_type" && issue.expected === "object" ? "should be an object" : issue.message,
  }));
}

function printPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${String(step)}`))
    .join("");
}
