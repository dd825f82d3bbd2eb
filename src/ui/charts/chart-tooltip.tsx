import { type ChartData, type ChartPoint, eventsAt, figuresAt, pointLabel } from "./chart-data.ts";

/** Everything that is known at one instant, and what happened then. */
export function ChartTooltip({ data, point }: { data: ChartData; point: ChartPoint }) {
  return (
    <div className="rounded-lg border border-line bg-raised px-3 py-2 text-sm shadow-lift">
      <p className="mb-1 text-ink-muted">{pointLabel(point.at, data.grain, data.timezone)}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4">
        {figuresAt(data, point).map((figure) => (
          <div key={figure.key} className="contents">
            <dt>{figure.label}</dt>
            <dd className="tabular text-right font-medium">{figure.text}</dd>
          </div>
        ))}
      </dl>
      {eventsAt(data, point.at).map((event) => (
        <p key={event} className="mt-1 max-w-60 text-ink">
          {event}
        </p>
      ))}
    </div>
  );
}
