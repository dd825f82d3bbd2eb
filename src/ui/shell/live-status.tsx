import { cn } from "../class-names.ts";
import { formatDuration } from "../figures/format.ts";

export type LiveState = "live" | "reconnecting" | "offline";

export type LiveStatusProps = {
  state: LiveState;
  /** Age of the newest data from the sources; null while none has come. */
  dataAgeSeconds: number | null;
  retryInSeconds?: number;
  /** Data older than this is not called live, however well the line is. */
  staleAfterSeconds?: number;
};

const look: Record<LiveState | "stale", { dot: string; text: string }> = {
  live: { dot: "rounded-full bg-good", text: "text-ink-muted" },
  stale: {
    dot: "rounded-none bg-warning [clip-path:polygon(50%_0,100%_100%,0_100%)]",
    text: "text-warning-ink",
  },
  reconnecting: { dot: "rounded-full border-2 border-warning bg-transparent", text: "text-warning-ink" },
  offline: { dot: "rounded-none bg-critical", text: "text-critical-ink" },
};

function words(props: LiveStatusProps, shown: keyof typeof look): { state: string; detail: string } {
  const age =
    props.dataAgeSeconds === null ? "no data yet" : `data ${formatDuration(props.dataAgeSeconds)} old`;
  if (shown === "live") return { state: "Live", detail: age };
  if (shown === "stale") return { state: "Late", detail: age };
  if (shown === "offline") return { state: "Offline", detail: age };
  const wait = props.retryInSeconds ? `in ${formatDuration(props.retryInSeconds)}` : "now";
  return { state: "Reconnecting", detail: wait };
}

/** Line and data in one: green says that both are good. Only a change of state is announced, not every second. */
export function LiveStatus(props: LiveStatusProps) {
  const late =
    props.dataAgeSeconds !== null &&
    props.dataAgeSeconds > (props.staleAfterSeconds ?? Number.POSITIVE_INFINITY);
  const shown = props.state === "live" && late ? "stale" : props.state;
  const { state, detail } = words(props, shown);
  return (
    <div
      data-live={shown}
      title={`${state} · ${detail}`}
      className="flex min-h-6 items-center gap-2 px-1 text-sm whitespace-nowrap"
    >
      <span aria-hidden="true" className={cn("size-2 shrink-0", look[shown].dot)} />
      <span className={cn("font-medium", look[shown].text)}>
        <span role="status">{state}</span>
      </span>
      <span className="tabular text-ink-muted max-md:sr-only">{detail}</span>
    </div>
  );
}
