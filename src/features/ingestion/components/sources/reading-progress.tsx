import { formatCount } from "#ui/figures/format.ts";
import type { ResourceStatus } from "../../status.ts";

/** How far the poll that runs now has come. The overlap may bring a little more than was expected. */
export function ReadingProgress({ running }: { running: NonNullable<ResourceStatus["running"]> }) {
  const { received, totalExpected } = running;
  const isKnown = totalExpected !== null && totalExpected > 0;
  const done = isKnown ? Math.min(received, totalExpected) : received;
  return (
    <div className="flex w-full max-w-48 flex-col gap-1">
      <span className="tabular text-ink-muted text-sm">
        Reading: {formatCount(done)}
        {isKnown ? ` of ${formatCount(totalExpected)}` : ""}
      </span>
      {isKnown ? (
        <div
          role="progressbar"
          aria-label="Reading"
          aria-valuenow={done}
          aria-valuemin={0}
          aria-valuemax={totalExpected}
          className="h-1 overflow-hidden rounded-sm bg-muted"
        >
          <div className="h-full bg-accent" style={{ width: `${(100 * done) / totalExpected}%` }} />
        </div>
      ) : null}
    </div>
  );
}
