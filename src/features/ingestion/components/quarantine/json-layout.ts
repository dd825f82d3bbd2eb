/**
 * JSON text by its tokens, so that it can be laid out and its values found without parsing and printing it again:
 * that would lose digits, doubled fields and escapes. Text that is no JSON is read as far as it goes.
 */

type Token = { text: string; line: number };

const tokenPattern = /\s+|"(?:[^"\\]|\\[\s\S])*"?|[{}[\],:]|[^\s{}[\],:"]+/g;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 0;
  for (const [part] of text.matchAll(tokenPattern)) {
    if (part.trim() !== "") tokens.push({ text: part, line });
    line += part.split("\n").length - 1;
  }
  return tokens;
}

/** The text with one value on each line, two spaces for each level; its tokens stay as they are. */
export function layOutJson(text: string): string {
  const tokens = tokensOf(text).map((token) => token.text);
  let depth = 0;
  let laidOut = "";
  const newLine = () => `\n${"  ".repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    const isEmpty = closers.has(tokens[index + 1] ?? "");
    if (openers.has(token)) {
      depth++;
      laidOut += isEmpty ? token : token + newLine();
    } else if (closers.has(token)) {
      depth = Math.max(0, depth - 1);
      laidOut += openers.has(tokens[index - 1] ?? "") ? token : newLine() + token;
    } else if (token === ",") laidOut += token + newLine();
    else laidOut += token === ":" ? ": " : token;
  }
  return laidOut;
}

const openers = new Set(["{", "["]);
const closers = new Set(["}", "]"]);

type Level = { path: string; key: string | null; index: number; isList: boolean };

/** The line, from 0, on which each value of the text begins, by paths such as goals[0].title. */
export function linesOfPaths(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const levels: Level[] = [];
  const tokens = tokensOf(text);
  for (const [index, token] of tokens.entries()) {
    const level = levels.at(-1);
    const isKey = tokens[index + 1]?.text === ":" && level?.isList === false;
    if (closers.has(token.text)) levels.pop();
    else if (isKey && level) level.key = keyOf(token.text);
    else if (token.text === "," && level) level.index++;
    else if (token.text !== ":" && token.text !== ",") {
      const path = pathOf(level);
      lines.set(path, token.line);
      if (openers.has(token.text)) levels.push({ path, key: null, index: 0, isList: token.text === "[" });
    }
  }
  return lines;
}

function pathOf(level: Level | undefined): string {
  if (level === undefined) return "";
  if (level.isList) return `${level.path}[${level.index}]`;
  return level.path === "" ? (level.key ?? "") : `${level.path}.${level.key ?? ""}`;
}

function keyOf(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    // An unfinished string: it is no field yet.
    return text;
  }
}

/** The line of a value, or of the nearest one that holds it where it is missing. */
export function lineOfPath(lines: ReadonlyMap<string, number>, path: string): number | null {
  for (let at = path; at !== ""; at = at.replace(/(?:^|\.)[^.[\]]*$|\[\d+\]$/, "")) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return lines.get("") ?? null;
}
