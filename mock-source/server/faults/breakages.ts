import type { ResourceName, Row } from "../../world/model.ts";
import type { Draw } from "../../world/random.ts";

/** Ways in which a record can be broken. Each applies to the fields of a resource that it fits. */
export const breakageNames = [
  "id_null",
  "id_text",
  "missing_required",
  "wrong_type",
  "unknown_status",
  "local_time",
  "impossible_time",
  "rating_out_of_range",
  "null_byte",
  "number_as_text",
  "not_a_row",
] as const;

export type BreakageName = (typeof breakageNames)[number];

type Breakage = (row: Row, resource: ResourceName, draw: Draw) => unknown;

const timesOf: Record<ResourceName, readonly string[]> = {
  sessions: ["scheduled_at", "created_at", "updated_at"],
  customers: ["signed_up_at", "created_at", "updated_at"],
  tutors: ["hired_at", "created_at", "updated_at"],
  subjects: ["created_at", "updated_at"],
  calls: ["called_at", "created_at", "updated_at"],
};

const requiredOf: Record<ResourceName, readonly string[]> = {
  sessions: ["customer_id", "tutor_id", "subject", "status", "scheduled_at", "created_at", "updated_at"],
  customers: ["name", "timezone", "status", "signed_up_at", "goals", "updated_at"],
  tutors: ["name", "timezone", "status", "hired_at", "subjects", "availability", "time_off"],
  subjects: ["code", "name", "created_at"],
  calls: ["customer_id", "called_at", "reason_code", "created_at"],
};

const textOf: Record<ResourceName, string> = {
  sessions: "subject",
  customers: "name",
  tutors: "name",
  subjects: "name",
  calls: "reason_code",
};

const integersOf: Partial<Record<ResourceName, readonly string[]>> = {
  sessions: ["customer_id", "tutor_id", "duration_minutes"],
  calls: ["customer_id", "duration_seconds"],
};

const without = (row: Row, field: string): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== field));

/** Null where it does not fit the resource. */
const breakages: Record<BreakageName, Breakage> = {
  id_null: (row, resource) => (resource === "subjects" ? { ...row, code: null } : { ...row, id: null }),
  id_text: (row, resource) =>
    resource === "subjects" ? { ...row, code: 7 } : { ...row, id: String(row.id) },
  missing_required: (row, resource, draw) => without(row, draw.pick(requiredOf[resource])),
  wrong_type: (row, resource, draw) => ({ ...row, [draw.pick(requiredOf[resource])]: { value: true } }),
  unknown_status: (row) => ("status" in row ? { ...row, status: "archived" } : null),
  local_time: (row, resource, draw) => {
    const field = draw.pick(timesOf[resource]);
    return { ...row, [field]: String(row[field]).slice(0, 19) };
  },
  impossible_time: (row, resource, draw) => ({
    ...row,
    [draw.pick(timesOf[resource])]: "2026-02-30T25:61:00.000Z",
  }),
  rating_out_of_range: (row, resource, draw) =>
    resource === "sessions" ? { ...row, rating: draw.pick(["0.0", "5.5", "-1.0", "4.7", "NaN"]) } : null,
  null_byte: (row, resource) => ({ ...row, [textOf[resource]]: `${row[textOf[resource]]}\u0000` }),
  number_as_text: (row, resource, draw) => {
    const fields = integersOf[resource];
    if (!fields) return null;
    const field = draw.pick(fields);
    return { ...row, [field]: String(row[field] ?? 1) };
  },
  not_a_row: (row, _resource, draw) => draw.pick([null, String(row.id ?? row.code), [row]]),
};

/** The row broken in one of the ways that fit it; as it was where none does. */
export function breakRow(
  row: Row,
  resource: ResourceName,
  ways: readonly BreakageName[],
  draw: Draw,
): unknown {
  const first = draw.between(0, ways.length - 1);
  for (let i = 0; i < ways.length; i++) {
    const way = ways[(first + i) % ways.length] as BreakageName;
    const broken = breakages[way](row, resource, draw);
    // A way that does not fit gives null, which `not_a_row` may mean.
    if (broken !== null || way === "not_a_row") return broken;
  }
  return row;
}
