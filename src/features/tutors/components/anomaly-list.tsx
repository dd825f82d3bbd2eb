import { formatDate } from "#ui/figures/dates.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { TutorDetail } from "../schemas.ts";

const endings: Record<string, string> = {
  back_to_usual: "the week after was usual again",
  continued: "the week after was unusual too",
  corrected: "its records were corrected",
  no_sessions: "no sessions in the week after",
};

/** Weeks that are out of the tutor's own ordinary, open ones on top. */
export function AnomalyList({ anomalies }: { anomalies: TutorDetail["anomalies"] }) {
  if (anomalies.length === 0)
    return <p className="text-ink-muted">No week was out of the tutor's own ordinary.</p>;
  return (
    <ul className="flex flex-col gap-3">
      {anomalies.map((anomaly) => (
        <li key={`${anomaly.measure} ${anomaly.week}`}>
          <span className="flex flex-wrap items-center gap-x-3">
            <span className="text-ink-muted text-sm">Week of {formatDate(anomaly.week, "UTC")}</span>
            {anomaly.state === "open" ? (
              <StatusBadge status="warning" word="Open" variant="plain" />
            ) : (
              <span className="text-ink-muted text-sm">
                closed: {endings[anomaly.ending ?? ""] ?? anomaly.ending ?? "over"}
              </span>
            )}
          </span>
          <p>{anomaly.note}.</p>
        </li>
      ))}
    </ul>
  );
}
