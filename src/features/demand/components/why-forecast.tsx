import { Waterfall } from "#ui/charts/waterfall.tsx";
import { formatDateTime, formatWeekday } from "#ui/figures/dates.ts";
import { formatCount, formatHours, formatPercent, formatSigned } from "#ui/figures/format.ts";
import { Callout } from "#ui/primitives/callout.tsx";
import type { ForecastExplanation } from "../schemas/explanation.ts";
import {
  basisInWords,
  type Clocks,
  endOfHour,
  formatSessions,
  formatSpread,
  sessionsOf,
  whenOf,
} from "./demand-words.ts";
import { forecastSteps } from "./forecast-steps.ts";

type WhyProps = { explanation: ForecastExplanation; clocks: Clocks };

/** Why so many sessions are expected of an hour: its parts, its bookings, the weeks before, and what has changed. */
export function WhyForecast({ explanation, clocks }: WhyProps) {
  const { hour, parts, basis, model } = explanation;
  return (
    <div className="flex flex-col gap-5">
      <p className="text-base">
        <span className="font-medium">{whenOf(hour.hour, endOfHour(hour.hour), clocks)}</span>:{" "}
        {sessionsOf(hour.mean)} expected, {formatSpread(hour.lower, hour.upper)} in 95 of 100 such hours. The
        four-week mean says {formatSessions(hour.reference.mean)}.
      </p>
      <Waterfall label="Parts of the forecast" steps={forecastSteps(parts)} />
      <Bookings explanation={explanation} />
      <OverrideNote explanation={explanation} />
      <Difference explanation={explanation} clocks={clocks} />
      <NearestWeeks explanation={explanation} clocks={clocks} />
      <p className="text-ink-muted text-sm">
        {basis ? `${basisInWords(basis)} ` : ""}
        {model ? `Model: ${model.title}.` : ""}
      </p>
    </div>
  );
}

function Bookings({ explanation: { booking } }: Pick<WhyProps, "explanation">) {
  const { booked, leadHours, usualShare, expectedWithoutBookings, remainder } = booking;
  return (
    <div className="text-sm">
      <h3 className="font-medium">Booked already</h3>
      <p className="tabular">
        {formatCount(booked)} booked, {formatHours(leadHours)} before the hour; usually{" "}
        {formatPercent(usualShare, 0)} are booked by then. {sessionsOf(remainder)} more are expected. Without
        the bookings the forecast would be {formatSessions(expectedWithoutBookings)}.
      </p>
    </div>
  );
}

function OverrideNote({ explanation: { override, hour } }: Pick<WhyProps, "explanation">) {
  if (override === null) return null;
  const what =
    override.kind === "set" ? `set to ${sessionsOf(override.amount)}` : `multiplied by ${override.amount}`;
  return (
    <Callout status="info" title={`Overridden by ${override.by}`}>
      The forecast is {what}; without it {sessionsOf(hour.meanWithoutOverride)}. Reason: {override.reason}
    </Callout>
  );
}

function Difference({ explanation: { difference }, clocks }: WhyProps) {
  if (difference === null)
    return <p className="text-ink-muted text-sm">No earlier run has forecast this hour.</p>;
  const { change, previousMean, previousMadeAt, causes, isLarge } = difference;
  return (
    <div className="text-sm">
      <h3 className="font-medium">
        {isLarge ? "Much has changed since the run before" : "Since the run before"}
      </h3>
      <p className="tabular">
        {formatDateTime(previousMadeAt, clocks.timezone)}: {sessionsOf(previousMean)}. Change{" "}
        {formatSigned(change, 1)}.
      </p>
      {causes.length > 0 ? (
        <ul className="mt-1 list-disc pl-5">
          {causes.map(({ cause, sessions, sentence }) => (
            <li key={cause} className="tabular">
              {formatSigned(sessions, 1)}: {sentence}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function NearestWeeks({ explanation: { nearestWeeks }, clocks }: WhyProps) {
  if (nearestWeeks.length === 0) return null;
  const most = Math.max(1, ...nearestWeeks.map(({ booked }) => booked));
  return (
    <div className="text-sm">
      <h3 className="font-medium">The same hour in the weeks before</h3>
      <ul className="mt-1 grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-3 gap-y-1">
        {nearestWeeks.map(({ hour, booked, weight }) => (
          <li key={hour} className="col-span-3 grid grid-cols-subgrid items-center">
            <span className="text-ink-muted">{formatWeekday(hour, clocks.timezone)}</span>
            <span aria-hidden="true" className="h-2 rounded-sm bg-muted">
              <span
                className="block h-full rounded-sm bg-history"
                style={{ width: `${(booked / most) * 100}%` }}
              />
            </span>
            <span className="tabular text-right">
              {formatCount(booked)}
              {weight < 0.995 ? (
                <span className="text-ink-muted"> · weighs {formatPercent(weight, 0)}</span>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
