/** A level line and the pointer that leaves it. */
export function ProductMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" fill="none" className={className}>
      <rect width="20" height="20" rx="5" className="fill-ink" />
      <path
        d="M3.5 12.5h3l2.2-6 3 8.5 1.8-4.5h3"
        className="stroke-canvas"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
