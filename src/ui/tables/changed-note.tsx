"use client";

import { ArrowUpDown } from "lucide-react";
import { Button } from "#ui/primitives/button.tsx";

export type ChangedNoteProps = { count: number; onShow: () => void };

/**
 * How many rows have another place by now; the list stays as it is until it is asked for.
 * Floats above the rows, so that its coming and going moves nothing.
 */
export function ChangedNote({ count, onShow }: ChangedNoteProps) {
  return (
    <div
      role="status"
      className="pointer-events-none sticky top-16 z-20 -mb-4 flex h-0 justify-center overflow-visible"
    >
      {count > 0 ? (
        <Button
          size="sm"
          variant="primary"
          onClick={onShow}
          className="pointer-events-auto animate-fade-in rounded-full shadow-lift"
        >
          <ArrowUpDown aria-hidden />
          {count} changed
          <span className="sr-only">: bring the list into its new order</span>
        </Button>
      ) : null}
    </div>
  );
}
