"use client";

import type { Clocks } from "#features/demand/components/demand-words.ts";
import type { DemandGround } from "#features/demand/schemas/ground.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { zoneCity } from "#ui/figures/time-span.ts";
import { StaleNote } from "#ui/primitives/stale-note.tsx";

/** A forecast is made each day; one that is older has missed its run. */
const staleAfterMs = 26 * 3_600_000;

/** When the forecast was made, when bookings and tutors were last put into it, and whose clocks the page goes by. */
export function ForecastAge({ ground, clocks }: { ground: DemandGround; clocks: Clocks }) {
  const { madeAt, computedAt } = ground;
  if (madeAt === null) return null;
  const isStale = Date.parse(clocks.now) - Date.parse(madeAt) > staleAfterMs;
  const hasOwnClocks = clocks.timezone !== clocks.businessTimezone;
  return (
    <div className="flex flex-col gap-1 text-ink-muted text-sm">
      {isStale ? (
        <StaleNote since={madeAt} now={clocks.now} timezone={clocks.timezone}>
          The daily run is missing: an administrator finds out why under Data, Jobs.
        </StaleNote>
      ) : null}
      <p>
        Forecast made <RelativeTime at={madeAt} now={clocks.now} timezone={clocks.timezone} />
        {computedAt ? (
          <>
            ; bookings and tutors as of{" "}
            <RelativeTime at={computedAt} now={clocks.now} timezone={clocks.timezone} />
          </>
        ) : null}
        . Hours are those of {zoneCity(clocks.timezone)}
        {hasOwnClocks ? `; the business goes by ${zoneCity(clocks.businessTimezone)}` : ""}.
      </p>
    </div>
  );
}
