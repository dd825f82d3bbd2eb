/** One value that was edited; `from` and `to` are JSON text, null where there was or is none. */
export type RecordChange = { path: string; from: string | null; to: string | null };

const mostChanges = 100;
const longestText = 300;

/** What differs between two JSON texts, value by value. Text that is no JSON differs as a whole. */
export function recordChanges(before: string, after: string): RecordChange[] {
  const changes: RecordChange[] = [];
  compare("", readJson(before), readJson(after), changes);
  return changes.slice(0, mostChanges);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the text itself is compared.
    return text;
  }
}

function compare(path: string, before: unknown, after: unknown, into: RecordChange[]): void {
  const keys = sharedKeys(before, after);
  if (keys === null) {
    if (print(before) !== print(after)) into.push({ path, from: print(before), to: print(after) });
    return;
  }
  for (const key of keys) {
    const inner = Array.isArray(before) ? `${path}[${key}]` : `${path}${path === "" ? "" : "."}${key}`;
    compare(inner, at(before, key), at(after, key), into);
  }
}

/** The keys of two lists or of two objects; null where they are something else or not of a kind. */
function sharedKeys(before: unknown, after: unknown): readonly string[] | null {
  if (!isContainer(before) || !isContainer(after)) return null;
  if (Array.isArray(before) !== Array.isArray(after)) return null;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function at(container: unknown, key: string): unknown {
  return Object.hasOwn(container as object, key) ? (container as Record<string, unknown>)[key] : undefined;
}

function print(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
