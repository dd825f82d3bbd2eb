import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";

/** 16 px on phones, because their browsers zoom into smaller fields. */
const fieldLook = [
  "w-full rounded-lg border border-control bg-surface px-3 text-base text-ink max-sm:text-lg",
  "transition-colors duration-100 hover:border-ink-faint",
  "focus-visible:border-focus focus-visible:outline-offset-0",
  "disabled:cursor-not-allowed disabled:bg-muted disabled:text-ink-faint",
  "aria-invalid:border-critical",
].join(" ");

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(fieldLook, "h-control", className)} {...props} />;
}

export function Textarea({ className, rows = 3, ...props }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={cn(fieldLook, "py-2", className)} {...props} />;
}
