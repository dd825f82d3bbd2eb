import Link from "next/link";
import type { ReactNode } from "react";
import { ChangedValue } from "#ui/figures/changed-value.tsx";
import { formatMoney } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { formatSpan, spanElsewhere } from "#ui/figures/time-span.ts";
import { Card } from "#ui/primitives/card.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { ImbalanceEpisode } from "../work-schemas.ts";
import { episodeStateWords, severityLook } from "./demand-look.ts";
import {
  type Clocks,
  endOfHour,
  formatBalance,
  formatProbability,
  formatSessions,
  formatSpread,
  whenOf,
} from "./demand-words.ts";
import { LeverList } from "./lever-list.tsx";

export type EpisodeCardProps = {
  episode: ImbalanceEpisode;
  clocks: Clocks;
  /** What is recommended about it, with what can be decided. */
  recommendations?: ReactNode;
  /** On the subject's own page its name says nothing new. */
  withSubject?: boolean;
};

/** A stretch of hours with too few tutors, or too many: when, how much, how sure, and what to do. */
export function EpisodeCard({ episode, clocks, recommendations, withSubject = true }: EpisodeCardProps) {
  const { severity, kind, state, startsAt, endsAt } = episode;
  const when = whenOf(startsAt, endsAt, clocks);
  const elsewhere = spanElsewhere(startsAt, endsAt, clocks.timezone, clocks.businessTimezone);
  const isOpen = state === "open";
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-card" data-episode={episode.id}>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="font-medium text-lg">
            {withSubject ? (
              <Link
                href={`/demand/${encodeURIComponent(episode.code)}?hour=${encodeURIComponent(episode.worstHour)}`}
                prefetch={false}
                className="hover:underline"
              >
                {episode.name}
              </Link>
            ) : (
              formatSpan(startsAt, endsAt, clocks.timezone)
            )}
          </h3>
          <p className="tabular text-ink-muted text-sm">
            {withSubject ? `${when} · ` : elsewhere ? `${elsewhere} · ` : ""}
            <TimeLeft episode={episode} clocks={clocks} />
          </p>
        </div>
        {isOpen ? (
          <ChangedValue value={severity} className="flex shrink-0">
            <StatusBadge
              status={kind === "surplus" ? "info" : severityLook[severity].status}
              word={kind === "surplus" ? "Surplus" : severityLook[severity].word}
            />
          </ChangedValue>
        ) : (
          <StatusBadge status="neutral" word={episodeStateWords[state]} />
        )}
      </div>
      {kind === "shortage" ? (
        <Gap episode={episode} clocks={clocks} />
      ) : (
        <Plenty episode={episode} clocks={clocks} />
      )}
      {kind === "shortage" && isOpen ? (
        <LeverList levers={episode.levers} unserved={episode.unservedSessions} />
      ) : null}
      {recommendations}
    </Card>
  );
}

function TimeLeft({ episode, clocks }: { episode: ImbalanceEpisode; clocks: Clocks }) {
  if (episode.state !== "open") return "closed";
  if (Date.parse(episode.startsAt) <= Date.parse(clocks.now)) return "under way";
  return <RelativeTime at={episode.startsAt} now={clocks.now} timezone={clocks.timezone} />;
}

/** What is missing, in four figures; each with what it is measured in. */
function Gap({ episode, clocks }: { episode: ImbalanceEpisode; clocks: Clocks }) {
  const worstEnd = endOfHour(episode.worstHour);
  const isOneHour = endOfHour(episode.startsAt) === episode.endsAt;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm">
      <Figure
        label="Tutors missing"
        value={formatSessions(episode.tutorsMissing)}
        note={
          isOneHour ? "in this hour" : `worst ${formatSpan(episode.worstHour, worstEnd, clocks.timezone)}`
        }
      />
      <Figure
        label="Sessions unserved"
        value={formatSessions(episode.unservedSessions)}
        note={`likely ${formatSpread(episode.unservedLow, episode.unservedHigh)}`}
      />
      <Figure
        label="At stake"
        value={formatMoney(episode.centsAtStake)}
        note="of sessions that cannot be held"
      />
      <Figure
        label="Probability"
        value={formatProbability(episode.probability)}
        note={`worst balance ${formatBalance(episode.worstBalance)}`}
      />
    </dl>
  );
}

function Plenty({ episode, clocks }: { episode: ImbalanceEpisode; clocks: Clocks }) {
  return (
    <p className="text-ink-muted text-sm">
      More tutors than are needed, most of all{" "}
      {whenOf(episode.worstHour, endOfHour(episode.worstHour), clocks)} (balance{" "}
      {formatBalance(episode.worstBalance)}).
    </p>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="tabular">
        <ChangedValue value={value} className="font-medium text-lg" />
        <span className="block text-ink-muted text-xs">{note}</span>
      </dd>
    </div>
  );
}
