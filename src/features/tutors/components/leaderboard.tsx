import Link from "next/link";
import { formatCount, formatPercent } from "#ui/figures/format.ts";
import { Badge } from "#ui/primitives/badge.tsx";
import type { Leaderboard as Board } from "../schemas.ts";
import { badgeWord } from "./tutor-look.ts";

/** The best tutors; folds away. Those who share a rank show the same number. */
export function Leaderboard({ board }: { board: Board }) {
  const { data, ranked, notRanked, leastRated } = board;
  return (
    <details className="rounded-lg border border-line bg-surface max-sm:order-last" open={data.length > 0}>
      <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-3 px-card py-2">
        <h2 className="font-semibold text-lg">Leaderboard</h2>
        <span className="tabular text-ink-muted text-sm">
          {formatCount(ranked)} ranked, {formatCount(notRanked)} not yet (fewer than {leastRated} rated first
          sessions)
        </span>
      </summary>
      {data.length === 0 ? (
        <p className="px-card pb-4 text-ink-muted">
          Nobody is ranked yet: a rank needs {leastRated} rated first sessions, so that one lucky session does
          not lead.
        </p>
      ) : (
        <ol className="grid gap-x-8 px-card pb-3 sm:grid-cols-2 xl:grid-cols-3">
          {data.map((tutor) => {
            const badge = badgeWord(tutor);
            return (
              <li key={tutor.id} className="flex min-h-9 items-center gap-3 border-line border-t py-1">
                <span className="tabular w-6 text-right font-medium">{tutor.rank}</span>
                <Link
                  href={`/tutors/${tutor.id}`}
                  prefetch={false}
                  className="min-w-0 flex-1 truncate text-ink hover:underline"
                >
                  {tutor.name}
                </Link>
                {badge ? <Badge tone="good">{badge}</Badge> : null}
                <span className="tabular text-right text-sm" title="Success drawn towards what is expected">
                  {formatPercent(tutor.shrunkenSuccess, 1)}
                  <span className="text-ink-muted">
                    {" "}
                    · {tutor.firstSessionSuccesses} of {tutor.firstSessionsRated}
                  </span>
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </details>
  );
}
