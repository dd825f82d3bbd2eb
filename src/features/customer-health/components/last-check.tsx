import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StaleNote } from "#ui/primitives/stale-note.tsx";

export type LastCheckProps = { at: string | null; now: Date; timezone: string };

/** Three of the passes over all scores, which run every quarter of an hour. */
const staleAfterMs = 45 * 60_000;

/** Up to when the score is right, and a warning where that is long ago. */
export function LastCheck({ at, now, timezone }: LastCheckProps) {
  if (at === null) return null;
  if (now.getTime() - Date.parse(at) > staleAfterMs)
    return <StaleNote since={at} now={now} timezone={timezone} />;
  return (
    <>
      checked <RelativeTime at={at} now={now} timezone={timezone} />
    </>
  );
}
