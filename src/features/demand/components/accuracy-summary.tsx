import type { ForecastAccuracy } from "../schemas/accuracy.ts";
import { accuracyInWords } from "./accuracy-words.ts";
import { ErrorBar } from "./error-bar.tsx";

/** How good the forecasts were, in words and beside what can be reached. */
export function AccuracySummary({ accuracy }: { accuracy: ForecastAccuracy }) {
  const { all, targetMape } = accuracy;
  if (all.hours === 0 || all.wape === null) return <NoAccuracy />;
  return (
    <div className="flex flex-col gap-4">
      <ErrorBar figures={all} most={scaleOf([all])} />
      <ul className="flex max-w-3xl flex-col gap-2 text-base">
        {accuracyInWords(all, targetMape).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

export function NoAccuracy() {
  return (
    <p className="text-ink-muted">
      No forecast has met what came yet. Figures appear here a day after the first run: each hour that has
      passed is compared with what was forecast of it.
    </p>
  );
}

/** The end of the scale on which errors of several rows are drawn alike. */
export function scaleOf(
  all: readonly { wape: number | null; floorWape: number | null; referenceWape: number | null }[],
): number {
  return Math.max(
    0.2,
    ...all.flatMap(({ wape, floorWape, referenceWape }) => [wape ?? 0, floorWape ?? 0, referenceWape ?? 0]),
  );
}
