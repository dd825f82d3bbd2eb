import { lookOfTier, unscoredText } from "#domain/customers/risk-tier.ts";
import { ScoreRing } from "#ui/charts/score-ring.tsx";
import { ChangedValue } from "#ui/figures/changed-value.tsx";
import { formatPercent } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusShape } from "#ui/primitives/status-shape.tsx";
import type { CustomerHealthAnswer } from "../health-schemas.ts";

export type HealthSummaryProps = { health: CustomerHealthAnswer; now: Date; timezone: string };

const componentCount = 5;

/** The score, what decides the tier, and how much of the picture is there. */
export function HealthSummary({ health, now, timezone }: HealthSummaryProps) {
  const { status, word } = lookOfTier(health.tier);
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
      <ChangedValue value={`${health.score} ${health.tier}`} className="block rounded-lg">
        <ScoreRing score={health.score} status={status} word={word} sizePx={88} />
      </ChangedValue>
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-2 text-base">
        <p className="text-lg">
          <TierSentence health={health} now={now} timezone={timezone} />
        </p>
        {health.score === null ? null : <p className="text-ink-muted">{confidenceText(health)}</p>}
        <Flags health={health} now={now} timezone={timezone} />
      </div>
    </div>
  );
}

/** "Critical since 3 days ago: 2 calls in 14 days. By the score alone: thriving." */
function TierSentence({ health, now, timezone }: HealthSummaryProps) {
  const { score, tier, scoreTier, forcedText, forcedSince, unscoredReason } = health;
  if (score === null) return <>No score: {unscoredText(unscoredReason)}.</>;
  const word = lookOfTier(tier).word;
  if (forcedText === null) {
    return (
      <>
        {word}: the score is {score} of 100.
      </>
    );
  }
  return (
    <>
      <span className="font-medium">
        {word}: {forcedText}
      </span>
      {forcedSince ? (
        <>
          , since <RelativeTime at={forcedSince} now={now} timezone={timezone} />
        </>
      ) : null}
      . By its score of {score} it would be {lookOfTier(scoreTier).word.toLowerCase()}.
    </>
  );
}

/** How much of the score rests on data, in words. */
export function confidenceText({ confidence, missing }: CustomerHealthAnswer): string {
  if (missing.length === 0) return "All five components have data.";
  const present = componentCount - missing.length;
  const gaps = missing.map(({ text }) => text.charAt(0).toLowerCase() + text.slice(1)).join("; ");
  return `Rests on ${present} of ${componentCount} components, ${formatPercent(confidence, 0)} of the weight. Left out: ${gaps}.`;
}

function Flags({ health, now, timezone }: HealthSummaryProps) {
  // Two rules may say the same of one customer; the stronger one stands first, and once is enough.
  const said = health.flags.filter(
    ({ text }, place, all) => all.findIndex((flag) => flag.text === text) === place,
  );
  const flags = said.filter(({ code, text }) => code !== health.forcedBy && text !== health.forcedText);
  if (flags.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {flags.map(({ code, text, since }) => (
        <li key={code} className="flex items-start gap-2">
          <StatusShape status="warning" className="mt-1 size-3" />
          <span>
            {text.charAt(0).toUpperCase() + text.slice(1)}
            <span className="text-ink-muted">
              , since <RelativeTime at={since} now={now} timezone={timezone} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
