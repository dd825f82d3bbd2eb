import { count } from "./wording.ts";

const counted = /^(\d+) (.*?\b)(call|session)s?\b(?! with)(.*)$/;

/**
 * Texts of several changes of one component as one: what is counted is added up ("1 billing call", "1 billing call"
 * gives "2 billing calls"), of what says how things stand the last counts.
 */
export function mergeTexts(texts: readonly string[]): string {
  if (texts.length === 1) return texts[0] ?? "";
  const pieces = new Map<string, { number: number; write: (number: number) => string }>();
  for (const piece of texts.flatMap((text) => text.split(/, (?=\d)/))) {
    const match = counted.exec(piece);
    if (match === null) {
      const [standing = piece] = piece.split("; before");
      pieces.set(standing.replaceAll(/[\d.]+/g, "#"), { number: 1, write: () => standing });
      continue;
    }
    const [, number = "0", kind = "", noun = "", rest = ""] = match;
    const key = `${kind}${noun}${rest}`;
    const known = pieces.get(key)?.number ?? 0;
    pieces.set(key, {
      number: known + Number(number),
      write: (sum) => `${count(sum, `${kind}${noun}`)}${rest}`,
    });
  }
  return [...pieces.values()].map(({ number, write }) => write(number)).join(", ");
}
