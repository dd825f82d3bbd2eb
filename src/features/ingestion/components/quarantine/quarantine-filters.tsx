"use client";

import { type ReactNode, useState } from "react";
import { cn } from "#ui/class-names.ts";
import { formatCount } from "#ui/figures/format.ts";
import { Input } from "#ui/primitives/input.tsx";
import { Segmented } from "#ui/primitives/segmented.tsx";
import type { Quarantined, QuarantineFacets, QuarantineFilter } from "../../quarantine/schemas.ts";

export type QuarantineFiltersProps = {
  filter: QuarantineFilter;
  facets: QuarantineFacets;
  onChange: (change: Partial<QuarantineFilter>) => void;
};

const states: readonly { value: Quarantined["state"]; label: string }[] = [
  { value: "open", label: "Open" },
  { value: "resolved", label: "Resolved" },
  { value: "discarded", label: "Discarded" },
];

/** By state, by id, and by resource and fault with their counts. */
export function QuarantineFilters({ filter, facets, onChange }: QuarantineFiltersProps) {
  const total = facets.resources.reduce((sum, { records }) => sum + records, 0);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="State"
          value={filter.state}
          options={states}
          onValueChange={(state) => onChange({ state, path: undefined, reason: undefined })}
        />
        <Search
          key={filter.search ?? ""}
          value={filter.search ?? ""}
          onSearch={(search) => onChange({ search: search === "" ? undefined : search })}
        />
      </div>
      <Chips name="Records">
        <Chip
          isChosen={filter.resource === undefined}
          records={total}
          onPress={() => onChange({ resource: undefined, path: undefined, reason: undefined })}
        >
          All
        </Chip>
        {facets.resources.map(({ resource, records }) => (
          <Chip
            key={resource}
            isChosen={filter.resource === resource}
            records={records}
            onPress={() =>
              onChange({
                resource: filter.resource === resource ? undefined : (resource as Quarantined["resource"]),
                path: undefined,
                reason: undefined,
              })
            }
          >
            {resource}
          </Chip>
        ))}
      </Chips>
      {facets.faults.length > 0 ? (
        <Chips name="What is wrong">
          {facets.faults.map(({ path, reason, records }) => {
            const isChosen = filter.path === path && filter.reason === reason;
            return (
              <Chip
                key={`${path} ${reason}`}
                isChosen={isChosen}
                records={records}
                onPress={() => onChange(isChosen ? { path: undefined, reason: undefined } : { path, reason })}
              >
                {path === "" ? reason : `${path}: ${reason}`}
              </Chip>
            );
          })}
        </Chips>
      ) : null}
    </div>
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers that are three years old do not know <search>
    <form
      role="search"
      className="w-full sm:w-64"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed.trim());
      }}
    >
      <Input
        type="search"
        aria-label="Search by id or code, with Enter"
        placeholder="Id or code, then Enter"
        maxLength={100}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          // The browser's own cross empties the field without Enter.
          if (event.target.value === "") onSearch("");
        }}
      />
    </form>
  );
}

function Chips({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 gap-1.5 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 sm:flex-wrap">
      <legend className="sr-only">{name}</legend>
      {children}
    </fieldset>
  );
}

type ChipProps = { isChosen: boolean; records: number; onPress: () => void; children: ReactNode };

function Chip({ isChosen, records, onPress, children }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onPress}
      className={cn(
        "inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded-lg border px-2.5 py-1 text-left text-sm touch:min-h-11",
        isChosen
          ? "border-control bg-surface font-medium text-ink"
          : "border-line bg-transparent text-ink-muted hover:bg-hover hover:text-ink",
      )}
    >
      {children} <span className="tabular text-ink-muted">{formatCount(records)}</span>
    </button>
  );
}
