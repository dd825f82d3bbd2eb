import { StatusShape } from "../primitives/status-shape.tsx";
import type { ChartEvent } from "./chart-data.ts";

export type EventMarkProps = {
  event: ChartEvent;
  /** Given by Recharts: the box of the reference line. */
  viewBox?: { x?: number; y?: number };
};

const sizePx = 14;

/** What happened at an instant: its shape above the plot, its words on hover and in the tooltip. */
export function EventMark({ event, viewBox }: EventMarkProps) {
  return (
    <svg
      x={(viewBox?.x ?? 0) - sizePx / 2}
      y={(viewBox?.y ?? 0) - sizePx - 3}
      width={sizePx}
      height={sizePx}
      className="overflow-visible"
      role="img"
      aria-label={event.label}
    >
      <title>{event.label}</title>
      <StatusShape status={event.status ?? "neutral"} />
    </svg>
  );
}
