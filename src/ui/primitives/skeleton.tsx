import { cn } from "../class-names.ts";

/** A grey block in the shape of what comes. Put `aria-busy` and a word on the part that loads, not here. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cn("block h-4 animate-pulse-soft rounded-sm bg-muted", className)} />
  );
}
