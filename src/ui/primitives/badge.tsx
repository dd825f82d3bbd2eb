import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";
import { type Status, statusClasses } from "../status.ts";

/** A small word or count. For the state of something use StatusBadge, which adds the shape. */
export function Badge({ tone = "neutral", className, ...props }: ComponentProps<"span"> & { tone?: Status }) {
  const classes = statusClasses[tone];
  return (
    <span
      className={cn(
        "tabular inline-flex h-5 items-center rounded-sm px-1.5 font-medium text-xs whitespace-nowrap",
        classes.soft,
        classes.text,
        className,
      )}
      {...props}
    />
  );
}
