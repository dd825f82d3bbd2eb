import Link from "next/link";
import { formatPercent } from "#ui/figures/format.ts";
import { buttonClass } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import type { ResourceQuality } from "./quality-table.tsx";

export type CriticalNoteProps = { resources: readonly ResourceQuality[]; mayOpenQuarantine: boolean };

/** Says of which resources too many records are rejected today, and what to do about it. */
export function CriticalNote({ resources, mayOpenQuarantine }: CriticalNoteProps) {
  return resources
    .filter(({ days }) => days.at(-1)?.verdict.state === "critical")
    .map(({ resource, days }) => (
      <Callout
        key={resource}
        status="critical"
        title={`Critical: ${formatPercent(days.at(-1)?.verdict.rejectedShare)} of the new ${resource} are rejected today`}
      >
        At most 1 % should be.{" "}
        {mayOpenQuarantine
          ? "See in quarantine what is wrong with them, and tell whoever keeps the source."
          : "Tell an administrator: the quarantine says what is wrong with them."}
        {mayOpenQuarantine ? (
          <Link
            href={`/data/quarantine?resource=${resource}`}
            prefetch={false}
            className={buttonClass({ size: "sm", className: "mt-2 flex w-fit" })}
          >
            Open quarantine
          </Link>
        ) : null}
      </Callout>
    ));
}
