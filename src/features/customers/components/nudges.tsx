import { StatusShape } from "#ui/primitives/status-shape.tsx";
import type { CustomerListItem } from "../schemas.ts";

const words: Record<string, string> = {
  slow_start: "Slow start",
  low_first_rating: "Low first rating",
};

/** Days for which a nudge stands in the list: a slow start of last year is no news. The customer's page keeps it. */
const shownForDays = 30;

/** Flags that force no tier and are worth a word all the same; their figures on hover. */
export function Nudges({ flags, now }: Pick<CustomerListItem, "flags"> & { now: Date }) {
  const from = now.getTime() - shownForDays * 86_400_000;
  const nudges = flags.filter(({ code, since }) => code in words && Date.parse(since) >= from);
  if (nudges.length === 0) return null;
  return (
    <span className="flex shrink-0 flex-wrap gap-x-2 text-warning-ink text-xs">
      {nudges.map(({ code, text }) => (
        <span key={code} title={text} className="inline-flex items-center gap-1 whitespace-nowrap">
          <StatusShape status="warning" className="size-3" />
          {words[code]}
          <span className="sr-only">: {text}</span>
        </span>
      ))}
    </span>
  );
}
