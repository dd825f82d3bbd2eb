/**
 * Cuts values out of JSON text without changing a character: what is quarantined is kept to the letter,
 * with numbers and escapes that parsing and printing again would lose. The text has been parsed before, so
 * it is known to be valid.
 */

const whitespace = new Set([" ", "\t", "\n", "\r"]);

function skipSpace(text: string, from: number): number {
  let at = from;
  while (whitespace.has(text[at] ?? "")) at++;
  return at;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

const opening = new Set(["{", "["]);
const closing = new Set(["}", "]"]);

function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  if (!opening.has(text[from] ?? "")) return endOfPlainValue(text, from);
  let depth = 0;
  let at = from;
  do {
    const character = text[at] ?? "";
    if (opening.has(character)) depth++;
    else if (closing.has(character)) depth--;
    at = character === '"' ? endOfString(text, at) : at + 1;
  } while (depth > 0 && at < text.length);
  return at;
}

/** A number, true, false or null ends where the next entry or the end of its list or object begins. */
function endOfPlainValue(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "," && !closing.has(text[at] ?? "")) at++;
  return at;
}

/** The text of a field of the outermost object; of the last one where it is there twice, as JSON.parse has it. */
export function rawField(text: string, field: string): string | null {
  let found: string | null = null;
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at);
    const key: unknown = JSON.parse(text.slice(at, keyEnd));
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    if (key === field) found = text.slice(start, end).trimEnd();
    at = skipSpace(text, skipSpace(text, end) + 1);
  }
  return found;
}

/** The texts of the entries of a list. */
export function rawEntries(list: string): string[] {
  const entries: string[] = [];
  let at = skipSpace(list, skipSpace(list, 0) + 1);
  while (at < list.length && list[at] !== "]") {
    const end = endOfValue(list, at);
    entries.push(list.slice(at, end).trimEnd());
    at = skipSpace(list, end);
    if (list[at] === ",") at = skipSpace(list, at + 1);
  }
  return entries;
}
