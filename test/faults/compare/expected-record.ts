import type { Resource } from "#sources/source.ts";
import type { StoredRow } from "./read-tables.ts";

const instants = new Set([
  "created_at",
  "updated_at",
  "deleted_at",
  "scheduled_at",
  "started_at",
  "ended_at",
  "called_at",
  "signed_up_at",
  "hired_at",
  "completed_at",
  "starts_at",
  "ends_at",
]);
const decimals = new Set(["rating", "monthly_spend", "hourly_rate"]);

const fields: Record<Resource, readonly string[]> = {
  subjects: ["code", "name", "category", "created_at", "updated_at"],
  customers: [
    "id",
    "name",
    "email",
    "phone",
    "timezone",
    "acquisition_channel",
    "plan",
    "monthly_spend",
    "email_consent",
    "phone_consent",
    "status",
    "signed_up_at",
    "goals",
    "created_at",
    "updated_at",
    "deleted_at",
  ],
  tutors: [
    "id",
    "name",
    "email",
    "timezone",
    "status",
    "hourly_rate",
    "hired_at",
    "subjects",
    "availability",
    "time_off",
    "created_at",
    "updated_at",
    "deleted_at",
  ],
  sessions: [
    "id",
    "customer_id",
    "tutor_id",
    "subject",
    "status",
    "cancelled_by",
    "scheduled_at",
    "started_at",
    "ended_at",
    "duration_minutes",
    "rating",
    "created_at",
    "updated_at",
    "deleted_at",
  ],
  calls: [
    "id",
    "customer_id",
    "called_at",
    "reason_code",
    "duration_seconds",
    "created_at",
    "updated_at",
    "deleted_at",
  ],
};

/** What our tables must hold of a record that the source prints, in the plain values of StoredRow. */
export function expectedRecord(resource: Resource, printed: Record<string, unknown>): StoredRow {
  const expected: StoredRow = {};
  for (const field of fields[resource]) {
    const isAbsentConsent = field.endsWith("_consent") && printed[field] === undefined;
    expected[field] = isAbsentConsent ? true : plain(field, printed[field] ?? null);
  }
  return expected;
}

function plain(field: string, value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((entry) => plain("", entry));
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(name, inner)]));
  }
  if (instants.has(field)) return Date.parse(String(value));
  return decimals.has(field) ? plainDecimal(String(value)) : value;
}

/** "25.00" is 25; "-0.50" is -0.5. */
function plainDecimal(text: string): string {
  const shortened = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  return shortened === "-0" ? "0" : shortened;
}
