import { formatDate, formatExact, formatTime } from "#ui/figures/dates.ts";
import type { DecisionAge } from "../../decision-ages.ts";

export type DecisionBasisProps = { basedOn: DecisionAge["basedOn"]; now: Date; timezone: string };

/** "sessions until 14:05, calls until 14:00", with the day where it is not today's. */
export function DecisionBasis({ basedOn, now, timezone }: DecisionBasisProps) {
  return basedOn.map(({ resource, knownUntil }, index) => (
    <span key={resource}>
      {index > 0 ? ", " : ""}
      {resource}{" "}
      {knownUntil === null ? (
        "not read yet"
      ) : (
        <>
          until{" "}
          <time dateTime={knownUntil} title={formatExact(knownUntil, timezone)}>
            {isToday(knownUntil, now, timezone) ? "" : `${formatDate(knownUntil, timezone)}, `}
            {formatTime(knownUntil, timezone)}
          </time>
        </>
      )}
    </span>
  ));
}

function isToday(at: string, now: Date, timezone: string): boolean {
  return formatDate(at, timezone) === formatDate(now, timezone);
}
