type KnownList = { field: string; known: ReadonlySet<string> };

// Names come from outside: enough to see what a release brought, not enough to fill a table.
const maxFields = 200;
const maxNameLength = 200;

/** Adds the names of fields that are in the record but not in the contract, nested ones as `goals[].mood`. */
export function collectUnknownFields(
  raw: unknown,
  known: ReadonlySet<string>,
  lists: readonly KnownList[],
  into: Set<string>,
): void {
  if (!isObject(raw)) return;
  addUnknown(raw, known, "", into);
  for (const { field, known: knownEntries } of lists) {
    const list = raw[field];
    if (!Array.isArray(list)) continue;
    for (const entry of list) if (isObject(entry)) addUnknown(entry, knownEntries, `${field}[].`, into);
  }
}

function addUnknown(
  fields: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  prefix: string,
  into: Set<string>,
): void {
  for (const name in fields) {
    if (known.has(name) || into.size >= maxFields) continue;
    into.add(`${prefix}${printable(name).slice(0, maxNameLength)}`);
  }
}

// A name that the database cannot keep is kept in its JSON spelling.
function printable(name: string): string {
  return name.isWellFormed() && !name.includes("\u0000") ? name : JSON.stringify(name.toWellFormed());
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
