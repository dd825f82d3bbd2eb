"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import { MethodNoteButton } from "./method-note-button.tsx";

const load = () =>
  import("./method-note-popover.tsx").then((module) => ({ default: module.MethodNotePopover }));
const MethodNotePopover = lazy(load);

/** "How it is computed", beside every figure that someone may doubt. Its popover is loaded when it is wanted. */
export function MethodNote({ of, children }: { of: string; children: ReactNode }) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <MethodNoteButton of={of} onPointerEnter={load} onFocus={load} onClick={() => setWanted(true)} />
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <MethodNotePopover of={of}>{children}</MethodNotePopover>
    </Suspense>
  );
}
