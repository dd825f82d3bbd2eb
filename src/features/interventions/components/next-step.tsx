import { componentWords, type HealthComponent } from "#domain/customers/risk-tier.ts";
import { formatDateTime } from "#ui/figures/dates.ts";
import { formatDecimal, formatMoney } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { CustomerWork } from "../schemas.ts";
import { type ActBody, ChannelButtons } from "./channel-buttons.tsx";
import { LastContact } from "./last-contact.tsx";
import { channelWords, urgencyWords } from "./words.ts";

export type NextStepProps = {
  work: CustomerWork;
  /** Null for those who may only look. */
  act: { onAct: (item: CustomerWork, body: ActBody) => void; isBusy: boolean } | null;
  now: Date;
  timezone: string;
};

/** What to do for one customer, why, what it is worth, and whether it may be done now. */
export function NextStep({ work, act, now, timezone }: NextStepProps) {
  const { suggestion, centsAtRisk } = work;
  return (
    <div className="flex flex-col gap-3 text-base">
      {suggestion === null ? (
        <p className="text-ink-muted">Nothing has to be done for this customer now.</p>
      ) : (
        <>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-semibold text-lg">{suggestion.title}</span>
            <StatusBadge {...urgencyWords[suggestion.urgency]} />
          </p>
          <p>{suggestion.why}.</p>
          <p className="text-ink-muted">
            {suggestion.effect ? `${effectText(suggestion.effect)} ` : ""}
            {centsAtRisk === null ? "" : `${formatMoney(centsAtRisk)} are at risk.`}
          </p>
        </>
      )}
      {act === null ? null : (
        <ChannelButtons
          item={work}
          onAct={(_item, body) => act.onAct(work, body)}
          isBusy={act.isBusy}
          timezone={timezone}
        />
      )}
      <Obstacles work={work} timezone={timezone} />
      <div className="text-sm">
        <span className="text-ink-muted">Last contact: </span>
        <LastContact contact={work.lastContact} now={now} timezone={timezone} />
      </div>
    </div>
  );
}

function effectText({
  component,
  points,
  assumption,
}: {
  component: string;
  points: number;
  assumption: string;
}) {
  const word = componentWords[component as HealthComponent] ?? component;
  if (points === 0) return `${word} already scores what this action could bring.`;
  return `It gives back ${formatDecimal(points, 1)} points of the score (${word.toLowerCase()}) ${assumption}.`;
}

/** What may not be done now, why, and from when it may. */
function Obstacles({ work, timezone }: { work: CustomerWork; timezone: string }) {
  const channels = ["phone", "email", "task"] as const;
  const closed = channels.filter((channel) => !work.permissions[channel].isAllowed);
  if (closed.length === 0)
    return <p className="text-ink-muted text-sm">Calls and e-mails are possible now.</p>;
  return (
    <ul className="flex flex-col gap-1 text-ink-muted text-sm">
      {closed.map((channel) => {
        const { why, from } = work.permissions[channel];
        return (
          <li key={channel}>
            <span className="font-medium text-ink">{channelWords[channel]}:</span> {why}
            {from === null ? "" : ` Possible from ${formatDateTime(from, timezone)}.`}
          </li>
        );
      })}
    </ul>
  );
}
