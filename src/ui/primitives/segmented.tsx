"use client";

import * as Radix from "radix-ui/toggle-group";
import type { ReactNode } from "react";
import { cn } from "../class-names.ts";
import { segmentedItemClass, segmentedListClass } from "./segmented-look.ts";

export type SegmentedOption<Value extends string> = { value: Value; label: ReactNode; name?: string };

export type SegmentedProps<Value extends string> = {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly SegmentedOption<Value>[];
  className?: string;
};

/** One of a few, all in view. Arrow keys move, as in a radio group. `name` is the accessible name of an icon. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  return (
    <Radix.Root
      type="single"
      aria-label={props.label}
      value={props.value}
      // A second press on the chosen one would leave nothing chosen.
      onValueChange={(value) => {
        if (value) props.onValueChange(value as Value);
      }}
      className={cn(segmentedListClass, props.className)}
    >
      {props.options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          aria-label={option.name}
          title={option.name}
          className={cn(segmentedItemClass, "data-[state=on]:bg-segment data-[state=on]:text-ink")}
        >
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
