import { formatSignedPercent } from "#ui/figures/format.ts";
import { statusClasses } from "#ui/status.ts";
import type { TutorTrend } from "../schemas.ts";
import { trendLook } from "./tutor-look.ts";

export type TrendNoteProps = { trend: TutorTrend | null; rated: number; leastRated: number };

/** The direction in a word, with an arrow and the change. */
export function TrendNote({ trend, rated, leastRated }: TrendNoteProps) {
  if (trend === null || trend.direction === "too_few") {
    const few = rated < leastRated ? ` (${rated} of ${leastRated})` : "";
    return <span className="text-ink-faint text-sm">too few sessions{few}</span>;
  }
  const { arrow, status, ...look } = trendLook[trend.direction];
  // A large change that chance alone makes often is no sign of steadiness either.
  const isUnsure = trend.direction === "stable" && Math.abs(trend.change ?? 0) >= 0.1;
  const word = isUnsure ? "not clear" : look.word;
  return (
    <span className="flex flex-col">
      <span className={`whitespace-nowrap font-medium text-sm ${statusClasses[status].text}`}>
        <span aria-hidden="true">{arrow}</span> {word}{" "}
        <span className="tabular">{trend.change === null ? "" : formatSignedPercent(trend.change, 0)}</span>
      </span>
      <span className="text-ink-muted text-xs">
        {trend.measure === "rating" ? "rating, " : ""}
        {trend.days} days
      </span>
    </span>
  );
}
