"use client";

import { HourTimeline, type TimelineRow } from "#ui/charts/hour-timeline.tsx";
import { hourAt } from "#ui/charts/runs.ts";
import { formatCount } from "#ui/figures/format.ts";
import type { BalanceState } from "../schemas/ground.ts";
import type { SubjectOverview } from "../schemas/subjects.ts";
import { stateLook, timelineLooks } from "./demand-look.ts";
import {
  type Clocks,
  endOfHour,
  formatProbability,
  formatSessions,
  summaryOf,
  whenOf,
} from "./demand-words.ts";

export type SubjectTimelineProps = {
  /** In the order in which they are shown. */
  subjects: readonly SubjectOverview[];
  clocks: Clocks;
  onPick: (code: string, hour: string) => void;
};

export const hrefOf = (code: string) => `/demand/${encodeURIComponent(code)}`;

/** Seven days, a row for each subject: where tutors will be short, and where there are plenty. */
export function SubjectTimeline({ subjects, clocks, onPick }: SubjectTimelineProps) {
  const [first] = subjects;
  if (!first) return null;
  const { from, states } = first.timeline;
  const byCode = new Map(subjects.map((subject) => [subject.code, subject]));
  const rows = subjects.map(
    (subject): TimelineRow<BalanceState> => ({
      key: subject.code,
      label: subject.name,
      href: hrefOf(subject.code),
      states: subject.timeline.states,
      summary: summaryOf(subject, clocks.timezone),
      aside: <Worst subject={subject} />,
    }),
  );
  return (
    <HourTimeline
      label="Balance of the next seven days by subject"
      from={from}
      cells={states.length}
      now={clocks.now}
      timezone={clocks.timezone}
      looks={timelineLooks}
      blankWord="in balance"
      rows={rows}
      onPick={(row, cell) => onPick(row.key, hourAt(from, cell))}
      cellNote={(row, cell) => {
        const subject = byCode.get(row.key);
        return subject ? (
          <CellNote subject={subject} hour={hourAt(from, cell)} cell={cell} clocks={clocks} />
        ) : null;
      }}
    />
  );
}

function Worst({ subject }: { subject: SubjectOverview }) {
  if (subject.hoursShort === null) return <span className="text-ink-muted">capacity not known</span>;
  if (subject.hoursShort === 0) return <span className="text-ink-muted">not short</span>;
  return (
    <>
      {formatCount(subject.hoursShort)}&nbsp;h short
      <span className="text-ink-muted"> · {formatSessions(subject.expectedUnserved)} unserved</span>
    </>
  );
}

type CellNoteProps = { subject: SubjectOverview; hour: string; cell: number; clocks: Clocks };

function CellNote({ subject, hour, cell, clocks }: CellNoteProps) {
  const state = subject.timeline.states[cell] ?? "unknown";
  return (
    <>
      <p className="font-medium">{subject.name}</p>
      <p className="text-ink-muted">{whenOf(hour, endOfHour(hour), clocks)}</p>
      <p>
        {stateLook[state].word}; more demand than capacity:{" "}
        {formatProbability(subject.timeline.probabilities[cell])}
      </p>
    </>
  );
}
