"use client";

import { RotateCw } from "lucide-react";
import { Button } from "#ui/primitives/button.tsx";

export type ChangedNoteProps = { count: number; onShow: () => void };

/** Customers whose place in the list is another one by now; the list stays as it is until it is asked for. */
export function ChangedNote({ count, onShow }: ChangedNoteProps) {
  return (
    <div role="status" className="flex min-h-8 items-center">
      {count > 0 ? (
        <Button size="sm" onClick={onShow}>
          <RotateCw aria-hidden />
          {count} changed
          <span className="sr-only">: bring the list into its new order</span>
        </Button>
      ) : null}
    </div>
  );
}
