import Link from "next/link";
import type { ReactNode } from "react";
import { Sparkline, type SparklineProps } from "../charts/sparkline.tsx";
import { cn } from "../class-names.ts";
import { ErrorState } from "../primitives/error-state.tsx";
import { Skeleton } from "../primitives/skeleton.tsx";
import { StaleNote } from "../primitives/stale-note.tsx";
import { StatusBadge } from "../primitives/status-badge.tsx";
import { ChangeNote } from "./change-note.tsx";
import { ChangedValue } from "./changed-value.tsx";
import type { Instant } from "./dates.ts";
import type { Figure } from "./figure.ts";
import { MethodNote } from "./method-note.tsx";
import { RelativeTime } from "./relative-time.tsx";

export type MetricCardProps = {
  title: string;
  figure: Figure;
  /** The rows behind the figure; the whole card leads there. */
  href?: string;
  method?: ReactNode;
  sparkline?: Pick<SparklineProps, "label" | "points" | "summary">;
  now: Instant;
  timezone: string;
  /** Between the figure and its reason: a progress bar, shares. */
  children?: ReactNode;
  className?: string;
};

/** The anatomy of every card: title, value, change, last days, why it matters now, as of when, how computed. */
export function MetricCard(props: MetricCardProps) {
  const { title, figure, href, method, className } = props;
  const status = figure.state === "ready" ? figure.status : undefined;
  return (
    <article
      aria-busy={figure.state === "loading" || undefined}
      data-state={figure.state}
      className={cn(
        "group relative flex flex-col sm:min-h-44 rounded-lg border border-line bg-surface p-card",
        href && "transition-colors duration-100 hover:border-control",
        className,
      )}
    >
      <header className="flex min-h-6 items-center justify-between gap-2">
        <h2 className="truncate text-ink-muted text-sm">
          {href ? (
            <Link href={href} className="stretched font-medium group-hover:text-ink">
              {title}
            </Link>
          ) : (
            <span className="font-medium">{title}</span>
          )}
        </h2>
        {status ? <StatusBadge status={status.status} word={status.word} variant="plain" /> : null}
      </header>
      <CardContent {...props} />
      <footer className="mt-auto flex min-h-7 items-center justify-between gap-2 pt-1 text-ink-faint text-xs">
        <AsOf figure={figure} now={props.now} timezone={props.timezone} />
        {method ? <MethodNote of={title.toLowerCase()}>{method}</MethodNote> : null}
      </footer>
    </article>
  );
}

function CardContent({ title, figure, sparkline, children }: MetricCardProps) {
  switch (figure.state) {
    case "loading":
      return <LoadingContent title={title} />;
    case "error": {
      const retry = figure.onRetry ? { onRetry: figure.onRetry } : {};
      return (
        <ErrorState what={figure.what} todo={figure.todo} {...retry} className="relative z-10 px-0 py-2" />
      );
    }
    case "empty":
    case "unknown":
      return (
        <div className="mt-2">
          <p className="text-2xl text-ink-faint">
            <span aria-hidden="true">–</span>
            <span className="sr-only">{figure.state === "empty" ? "Nothing yet." : "Not known."}</span>
          </p>
          <p className="mt-1 text-ink-muted text-sm">{figure.message}</p>
        </div>
      );
    default:
      return (
        <div className="mt-1 flex flex-col gap-2">
          <div className="flex items-end justify-between gap-4">
            <p className="tabular shrink-0 font-semibold text-2xl">
              <ChangedValue value={figure.value} />
              {figure.unit ? (
                <span className="ml-1 font-normal text-base text-ink-muted tracking-normal">
                  {figure.unit}
                </span>
              ) : null}
            </p>
            {sparkline ? <Sparkline {...sparkline} className="h-8 w-24 min-w-0 shrink" /> : null}
          </div>
          {figure.change ? <ChangeNote change={figure.change} /> : null}
          {children}
          {figure.why ? <p className="text-ink text-sm">{figure.why}</p> : null}
        </div>
      );
  }
}

/** Blocks where the value, the last days, the change and the reason will be. */
function LoadingContent({ title }: { title: string }) {
  return (
    <div className="mt-1 flex flex-col gap-2">
      <span className="sr-only">{title} is loading.</span>
      <div className="flex items-end justify-between gap-4">
        <Skeleton className="h-9 w-28" />
        <Skeleton className="h-8 w-24" />
      </div>
      <Skeleton className="h-5 w-48 max-w-full" />
      <Skeleton className="h-5 w-full" />
    </div>
  );
}

function AsOf({ figure, now, timezone }: { figure: Figure; now: Instant; timezone: string }) {
  if (figure.state !== "ready") return <span />;
  if (figure.staleSince)
    return <StaleNote since={figure.staleSince} now={now} timezone={timezone} className="text-xs" />;
  return (
    <span>
      As of <RelativeTime at={figure.asOf} now={now} timezone={timezone} className="relative z-10" />
    </span>
  );
}
