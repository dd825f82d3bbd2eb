"use client";

import type { ReactNode } from "react";
import { formatExact } from "#ui/figures/dates.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { JobDetail } from "../schemas.ts";
import { formatMilliseconds, jobStateLook, jobStateMeaning, runStateLook } from "./job-words.ts";

type Clock = { now: string; timezone: string };

/** One job: its state, what it was given, what went wrong, and each of its runs. */
export function JobDetailView({ job, now, timezone }: { job: JobDetail } & Clock) {
  const clock = { now, timezone };
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1">
        <StatusBadge {...jobStateLook[job.state]} className="self-start" />
        <p className="text-ink-muted text-sm">{jobStateMeaning[job.state]}</p>
      </div>
      {job.error === null ? null : (
        <Part title="Error">
          <p className="break-words text-base text-critical-ink">{job.error}</p>
          {job.code === null ? null : <p className="font-mono text-ink-muted text-sm">{job.code}</p>}
          {Object.keys(job.details).length > 0 ? <Code value={job.details} /> : null}
          {job.stack === null ? null : (
            <details>
              <summary className="cursor-pointer text-accent-ink text-sm">Where it was thrown</summary>
              <Code value={job.stack} />
            </details>
          )}
        </Part>
      )}
      <Part title="Facts">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
          <Fact name="Number">
            <span className="break-all font-mono">{job.id}</span>
          </Fact>
          {job.schedule === null ? null : <Fact name="Schedule">{job.schedule}</Fact>}
          <Fact name="Tries">{`${job.tries} of ${job.mostTries}`}</Fact>
          {job.times > 1 ? <Fact name="Died">{`${job.times} times since somebody last looked`}</Fact> : null}
          {job.dueAt === null ? null : (
            <Fact name="Next">
              <RelativeTime at={job.dueAt} {...clock} />
            </Fact>
          )}
          <Fact name="Last">
            <RelativeTime at={job.at} {...clock} />
          </Fact>
        </dl>
      </Part>
      <Part title="Input" note="Without personal data.">
        <Code value={job.input} />
      </Part>
      <Part title="Runs" note="Newest first; kept for 30 days.">
        <Runs runs={job.runs} {...clock} />
      </Part>
    </div>
  );
}

function Runs({ runs, now, timezone }: { runs: JobDetail["runs"] } & Clock) {
  if (runs.length === 0) return <p className="text-ink-muted text-sm">It has not run yet.</p>;
  return (
    <ol className="flex flex-col divide-y divide-line rounded-lg border border-line">
      {runs.map((run) => (
        <li key={run.startedAt} className="flex flex-col gap-0.5 px-3 py-2 text-sm">
          <span className="flex flex-wrap items-center justify-between gap-x-3">
            <StatusBadge {...runStateLook[run.state]} variant="plain" />
            <span className="tabular text-ink-muted">
              {`Try ${run.try} · ${formatMilliseconds(run.durationMs)} · `}
              <RelativeTime at={run.startedAt} now={now} timezone={timezone} />
            </span>
          </span>
          {run.message === null ? null : <span className="break-words text-ink-muted">{run.message}</span>}
          <span className="text-ink-faint text-xs">{formatExact(run.startedAt, timezone)}</span>
        </li>
      ))}
    </ol>
  );
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-base">
        {title}
        {note ? <span className="font-normal text-ink-muted text-sm"> {note}</span> : null}
      </h3>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function Code({ value }: { value: unknown }) {
  return (
    <pre className="whitespace-pre-wrap break-all rounded-md bg-muted p-3 font-mono text-xs">
      {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}
