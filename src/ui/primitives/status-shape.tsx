import type { ReactNode } from "react";
import { cn } from "../class-names.ts";
import { type Status, statusClasses } from "../status.ts";

/** Outlines that differ without colour: octagon, triangle, square, disc with a tick, ring. */
const shapes: Record<Status, ReactNode> = {
  critical: (
    <>
      <path d="M4.1 0h5.8L14 4.1v5.8L9.9 14H4.1L0 9.9V4.1z" />
      <path d="M7 3.2v4.6M7 10.3v.4" className="stroke-surface" strokeWidth="1.8" strokeLinecap="round" />
    </>
  ),
  warning: (
    <>
      <path d="M7 .6 14 13.2H0z" strokeLinejoin="round" />
      <path d="M7 5v3.6M7 10.9v.2" className="stroke-surface" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
  info: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="2.5" />
      <path d="M7 6.6v3.8M7 3.7v.2" className="stroke-surface" strokeWidth="1.8" strokeLinecap="round" />
    </>
  ),
  good: (
    <>
      <circle cx="7" cy="7" r="7" />
      <path
        d="m4 7.3 2.1 2.1L10 5.2"
        fill="none"
        className="stroke-surface"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  neutral: <circle cx="7" cy="7" r="5.4" fill="none" strokeWidth="2" className="stroke-neutral" />,
};

/** The shape of a status. Decoration: the word stands beside it. */
export function StatusShape({ status, className }: { status: Status; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      data-shape={status}
      viewBox="0 0 14 14"
      className={cn("size-3.5 shrink-0", statusClasses[status].fill, className)}
    >
      {shapes[status]}
    </svg>
  );
}
