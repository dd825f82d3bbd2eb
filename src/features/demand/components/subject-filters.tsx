"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { Input } from "#ui/primitives/input.tsx";
import { Select } from "#ui/primitives/select.tsx";
import { categoryName } from "./demand-words.ts";
import { firstDirection, type SubjectFiltering, type SubjectSort } from "./subject-order.ts";

export type SubjectFiltersProps = {
  chosen: SubjectFiltering;
  categories: readonly string[];
  onChange: (change: Partial<SubjectFiltering>, how: "step" | "keep") => void;
};

const anyCategory = "*";

const orders: { value: SubjectSort; label: string }[] = [
  { value: "worst", label: "Most unserved first" },
  { value: "name", label: "By name" },
  { value: "expected", label: "Most demand first" },
  { value: "balance", label: "Least balance first" },
];

/** Which subjects, and in what order; both the timeline and the table go by it. */
export function SubjectFilters({ chosen, categories, onChange }: SubjectFiltersProps) {
  const [typed, setTyped] = useState(chosen.search);
  const [known, setKnown] = useState(chosen.search);
  if (known !== chosen.search) {
    // The address has changed by itself, as with the browser's back button.
    setKnown(chosen.search);
    if (typed.trim() !== chosen.search) setTyped(chosen.search);
  }
  return (
    <div className="flex flex-wrap gap-2">
      <div className="relative w-full sm:w-64">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
        />
        <Input
          type="search"
          aria-label="Search subjects"
          placeholder="Subject"
          value={typed}
          maxLength={100}
          autoComplete="off"
          className="pl-9"
          onChange={({ target }) => {
            setTyped(target.value);
            onChange({ search: target.value.trim() }, "keep");
          }}
        />
      </div>
      <Select
        label="Order"
        className="w-full sm:w-52"
        value={chosen.sort}
        onValueChange={(sort) => onChange({ sort, direction: firstDirection(sort) }, "step")}
        options={
          orders.some(({ value }) => value === chosen.sort)
            ? orders
            : [...orders, { value: chosen.sort, label: "As the table is sorted" }]
        }
      />
      {categories.length > 1 ? (
        <Select
          label="Category"
          className="w-full sm:w-48"
          value={chosen.category ?? anyCategory}
          onValueChange={(value) => onChange({ category: value === anyCategory ? null : value }, "step")}
          options={[
            { value: anyCategory, label: "All categories" },
            ...categories.map((category) => ({ value: category, label: categoryName(category) })),
          ]}
        />
      ) : null}
    </div>
  );
}
