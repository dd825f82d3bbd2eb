import Link from "next/link";
import { formatDecimal } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { TutorListItem } from "../schemas.ts";
import { FlagBadges } from "./flag-badges.tsx";
import { SuccessBar } from "./success-bar.tsx";
import { TrendNote } from "./trend-note.tsx";
import { tierLook } from "./tutor-look.ts";

/** A tutor in the list on a phone. */
export function TutorCard({ tutor, leastRated }: { tutor: TutorListItem; leastRated: number }) {
  return (
    <Link href={`/tutors/${tutor.id}`} prefetch={false} className="flex flex-col gap-1.5">
      <span className="flex items-baseline justify-between gap-3">
        <span className="truncate font-medium text-lg">{tutor.name}</span>
        <StatusBadge {...tierLook[tutor.tier]} variant="plain" />
      </span>
      <SuccessBar
        success={tutor.success}
        rated={tutor.firstSessionsRated}
        mark={{ value: tutor.expectedSuccess, word: "expected" }}
      />
      <span className="flex items-start justify-between gap-3 text-sm">
        <TrendNote trend={tutor.trend} rated={tutor.firstSessionsRated} leastRated={leastRated} />
        <span className="tabular text-ink-muted">rating {formatDecimal(tutor.meanRating, 2)}</span>
      </span>
      {tutor.flags.length > 0 ? <FlagBadges flags={tutor.flags} /> : null}
    </Link>
  );
}
