"use client";

import { type ReactNode, useState } from "react";

export type ChangedValueProps = {
  /** What is compared: text or number, not the markup. */
  value: string | number;
  children?: ReactNode;
  className?: string;
};

/** Marks a value that has changed since it was last shown by a short fade; the first one is not marked. */
export function ChangedValue({ value, children, className = "" }: ChangedValueProps) {
  const [shown, setShown] = useState({ value, changes: 0 });
  if (shown.value !== value) setShown({ value, changes: shown.changes + 1 });
  return (
    // A new key starts the animation anew.
    <span
      key={shown.changes}
      data-changes={shown.changes}
      className={shown.changes > 0 ? `changed-value ${className}` : className}
    >
      {children ?? value}
    </span>
  );
}
