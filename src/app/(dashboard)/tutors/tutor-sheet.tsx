"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { TutorEssentials } from "#features/tutors/components/tutor-essentials.tsx";
import type { TutorListItem } from "#features/tutors/schemas.ts";
import { buttonClass } from "#ui/primitives/button.tsx";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { Sheet, SheetContent } from "#ui/primitives/sheet.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { detailQuery } from "./[id]/tutor-queries.ts";

export type TutorSheetProps = {
  id: number;
  /** What the list knows already, so that the sheet opens filled. */
  known: TutorListItem | undefined;
  leastRated: number;
  onClose: () => void;
};

/** The essentials of one tutor beside the list. */
export function TutorSheet({ id, known, leastRated, onClose }: TutorSheetProps) {
  const detail = useQuery(detailQuery(id));
  const tutor = detail.data ?? known;
  // The sheet has no trigger of its own: the row that had the focus gets it back.
  const [opener] = useState(() => document.activeElement);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        opener={opener}
        title={tutor?.name ?? `Tutor ${id}`}
        description={
          <>
            Tutor <span className="font-mono text-sm">{id}</span>
          </>
        }
        footer={
          <Link href={`/tutors/${id}`} className={buttonClass({ variant: "primary" })}>
            Open full page
          </Link>
        }
      >
        {detail.isError ? (
          <ErrorState
            what={`Not everything could be read: ${detail.error.message}`}
            todo="Try again, or open the full page."
            onRetry={() => detail.refetch()}
            className="px-0 pt-0"
          />
        ) : null}
        {tutor ? (
          <TutorEssentials tutor={tutor} detail={detail.data} leastRated={leastRated} />
        ) : detail.isError ? null : (
          <Skeleton className="h-64 w-full" />
        )}
      </SheetContent>
    </Sheet>
  );
}
