"use client";

import { useState } from "react";
import { QualityDays } from "#features/ingestion/components/quality/quality-days.tsx";
import type { ResourceQuality } from "#features/ingestion/components/quality/quality-table.tsx";
import { capitalised } from "#features/ingestion/components/sources/resource-words.ts";
import { Sheet, SheetContent } from "#ui/primitives/sheet.tsx";

export type DaysSheetProps = { quality: ResourceQuality; onClose: () => void };

/** One resource's measures day by day, beside the list. */
export function DaysSheet({ quality, onClose }: DaysSheetProps) {
  const [opener] = useState(() => document.activeElement);
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent
        opener={opener}
        className="sm:max-w-4xl"
        title={capitalised(quality.resource)}
        description="Measures of the last thirty business days"
      >
        <QualityDays quality={quality} />
      </SheetContent>
    </Sheet>
  );
}
