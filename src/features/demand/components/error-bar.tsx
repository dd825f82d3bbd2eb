import { formatPercent } from "#ui/figures/format.ts";
import type { AccuracyFigures } from "../schemas/accuracy.ts";

type ErrorBarProps = {
  figures: Pick<AccuracyFigures, "wape" | "floorWape" | "referenceWape">;
  /** The end of the scale. */
  most: number;
  withWords?: boolean;
};

const at = (value: number, most: number) => `${Math.min(100, Math.max(0, (value / most) * 100))}%`;

/** An error as a bar, with a line at the floor that chance sets and a dotted one at the reference. */
export function ErrorBar({
  figures: { wape, floorWape, referenceWape },
  most,
  withWords = true,
}: ErrorBarProps) {
  if (wape === null) return <span className="text-ink-faint">not enough data</span>;
  return (
    <span className="flex min-w-32 flex-col gap-1 py-1">
      <span aria-hidden="true" className="relative block h-3">
        <span className="absolute inset-0 rounded-sm bg-muted" />
        <span className="absolute inset-y-0 left-0 rounded-sm bg-accent" style={{ width: at(wape, most) }} />
        {floorWape === null ? null : (
          <span
            className="absolute -inset-y-0.5 w-0.5 bg-ink outline outline-surface"
            style={{ left: at(floorWape, most) }}
          />
        )}
        {referenceWape === null ? null : (
          <span
            className="absolute -inset-y-0.5 border-ink border-l-2 border-dotted"
            style={{ left: at(referenceWape, most) }}
          />
        )}
      </span>
      {withWords ? (
        <span className="tabular text-ink-muted text-xs">
          error {formatPercent(wape, 0)}; line: floor {formatPercent(floorWape, 0)}; dotted: reference{" "}
          {formatPercent(referenceWape, 0)}
        </span>
      ) : null}
    </span>
  );
}
