"use client";

import type { ReactNode } from "react";
import { flagLook, type TutorFlag, tutorFlags } from "#domain/tutors/tutor-flag.ts";
import { presentStatuses, type TutorStatus, tutorStatuses } from "#domain/tutors/tutor-status.ts";
import { type TutorTier, tutorTiers } from "#domain/tutors/tutor-tier.ts";
import { cn } from "#ui/class-names.ts";
import { formatCount } from "#ui/figures/format.ts";
import { Select } from "#ui/primitives/select.tsx";
import { StatusShape } from "#ui/primitives/status-shape.tsx";
import type { TutorList } from "../schemas.ts";
import { statusWords, tierLook } from "./tutor-look.ts";

export type TutorFiltering = {
  /** Empty means all. */
  tiers: readonly TutorTier[];
  flag: TutorFlag | null;
  subject: string | null;
  statuses: readonly TutorStatus[];
};

export type TutorFiltersProps = {
  chosen: TutorFiltering;
  counts: TutorList["counts"];
  subjects: readonly { code: string; name: string }[];
  onChange: (change: Partial<TutorFiltering>) => void;
};

/** Each tier with its count, several at once; flags, subjects and statuses beside them. */
export function TutorFilters({ chosen, counts, subjects, onChange }: TutorFiltersProps) {
  const toggle = (tier: TutorTier) => {
    const next = chosen.tiers.includes(tier)
      ? chosen.tiers.filter((other) => other !== tier)
      : [...chosen.tiers, tier];
    onChange({
      tiers: next.length === tutorTiers.length ? [] : tutorTiers.filter((one) => next.includes(one)),
    });
  };
  const total = tutorTiers.reduce((sum, tier) => sum + counts.tiers[tier], 0);
  return (
    <>
      <fieldset className="flex min-w-0 gap-1.5 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 sm:flex-wrap">
        <legend className="sr-only">Tiers that are shown</legend>
        {tutorTiers.map((tier) => (
          <Chip
            key={tier}
            pressed={chosen.tiers.includes(tier)}
            onPress={() => toggle(tier)}
            count={counts.tiers[tier]}
          >
            <StatusShape status={tierLook[tier].status} className="size-3" />
            {tierLook[tier].word}
          </Chip>
        ))}
        <Chip pressed={chosen.tiers.length === 0} onPress={() => onChange({ tiers: [] })} count={total}>
          All
        </Chip>
      </fieldset>
      <div className="flex flex-wrap gap-2">
        <Select
          label="Flag"
          className="sm:w-56"
          value={chosen.flag ?? "any"}
          onValueChange={(value) => onChange({ flag: tutorFlags.find((flag) => flag === value) ?? null })}
          options={[
            { value: "any", label: "Any flags or none" },
            ...tutorFlags.map((flag) => ({
              value: flag,
              label: `${flagLook[flag].word} (${formatCount(counts.flags[flag])})`,
            })),
          ]}
        />
        <Select
          label="Subject"
          className="sm:w-48"
          value={chosen.subject ?? "*"}
          onValueChange={(value) => onChange({ subject: value === "*" ? null : value })}
          options={[
            { value: "*", label: "All subjects" },
            ...subjects.map(({ code, name }) => ({ value: code, label: name })),
          ]}
        />
        <Select
          label="Status"
          className="sm:w-52"
          value={
            chosen.statuses.length === 1
              ? (chosen.statuses[0] ?? "present")
              : chosen.statuses.length === 0
                ? "all"
                : "present"
          }
          onValueChange={(value) => onChange({ statuses: statusesOf(value) })}
          options={[
            { value: "present", label: "Active or on leave" },
            ...tutorStatuses.map((status) => ({
              value: status,
              label: `${sentenceCase(statusWords[status])} (${formatCount(counts.statuses[status])})`,
            })),
            { value: "all", label: "All, departed too" },
          ]}
        />
      </div>
    </>
  );
}

function statusesOf(value: string): readonly TutorStatus[] {
  if (value === "all") return [];
  const status = tutorStatuses.find((name) => name === value);
  return status ? [status] : presentStatuses;
}

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

type ChipProps = { pressed: boolean; onPress: () => void; count: number; children: ReactNode };

function Chip({ pressed, onPress, count, children }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cn(
        "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg border px-2.5 text-sm whitespace-nowrap touch:h-11",
        pressed
          ? "border-control bg-surface font-medium text-ink"
          : "border-line bg-transparent text-ink-muted hover:bg-hover hover:text-ink",
      )}
    >
      {children} <span className="tabular text-ink-muted">{formatCount(count)}</span>
    </button>
  );
}
