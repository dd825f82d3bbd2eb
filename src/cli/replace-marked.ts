import { AppError } from "#platform/errors.ts";

/** Puts `text` between `<!-- NAME: begin -->` and `<!-- NAME: end -->` of a page. Throws invalid_input where the marks are missing. */
export function replaceMarked(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new AppError("invalid_input", `The page has no marks "${begin}" and "${end}".`);
  return `${page.slice(0, from + begin.length)}\n${text}\n${page.slice(to)}`;
}
