"use client";

import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { formatCount } from "#ui/figures/format.ts";
import { Input } from "#ui/primitives/input.tsx";
import { Segmented } from "#ui/primitives/segmented.tsx";
import { Select } from "#ui/primitives/select.tsx";
import type { Job, JobPageAnswer } from "../schemas.ts";
import { jobStateLook, jobStateMeaning } from "./job-words.ts";

export type JobFilterState = {
  state: Job["state"] | null;
  job: string | null;
  schedule: string | null;
  search: string;
};

export type JobFiltersProps = {
  filter: JobFilterState;
  onChange: (change: Partial<JobFilterState>) => void;
  counts: JobPageAnswer["counts"];
  countsByJob: JobPageAnswer["countsByJob"];
  schedules: readonly string[];
};

const states = Object.keys(jobStateLook) as Job["state"][];
const every = "every";
const typingPauseMs = 400;

/** State with counts, kind of job, schedule, and the search. */
export function JobFilters({ filter, onChange, counts, countsByJob, schedules }: JobFiltersProps) {
  const jobs = [
    ...new Set([...Object.keys(countsByJob), ...(filter.job === null ? [] : [filter.job])]),
  ].sort();
  return (
    <div className="flex flex-col gap-3">
      <div className="overflow-x-auto">
        <Segmented
          label="State"
          value={filter.state ?? every}
          onValueChange={(value) => onChange({ state: value === every ? null : (value as Job["state"]) })}
          options={[
            { value: every, label: "Not done" },
            ...states.map((state) => ({
              value: state,
              name: `${jobStateLook[state].word}: ${formatCount(counts[state])}. ${jobStateMeaning[state]}`,
              label: (
                <span className="whitespace-nowrap">
                  {jobStateLook[state].word}{" "}
                  <span className="tabular text-ink-faint">{formatCount(counts[state])}</span>
                </span>
              ),
            })),
          ]}
        />
      </div>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-[14rem_14rem_1fr]">
        <Select
          label="Kind of job"
          value={filter.job ?? every}
          onValueChange={(value) => onChange({ job: value === every ? null : value })}
          options={[
            { value: every, label: "Every job" },
            ...jobs.map((job) => ({ value: job, label: `${job} (${formatCount(countsByJob[job] ?? 0)})` })),
          ]}
        />
        <Select
          label="Schedule"
          value={filter.schedule ?? every}
          onValueChange={(value) => onChange({ schedule: value === every ? null : value })}
          options={[
            { value: every, label: "Every schedule, and none" },
            ...schedules.map((key) => ({ value: key, label: key })),
          ]}
        />
        <JobSearch value={filter.search} onSearch={(search) => onChange({ search })} />
      </div>
    </div>
  );
}

function JobSearch({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // The address has changed by itself, as with the browser's back button.
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    const timer = setTimeout(() => typed.trim() !== value && onSearch(typed.trim()), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, value, onSearch]);
  return (
    <div className="relative sm:col-span-2 lg:col-span-1">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
      />
      <Input
        type="search"
        aria-label="Search inputs and errors"
        placeholder="Search inputs and errors"
        value={typed}
        maxLength={200}
        autoComplete="off"
        className="pl-9"
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  );
}
