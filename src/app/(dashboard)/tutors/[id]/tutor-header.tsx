import { statusWords, tierLook } from "#features/tutors/components/tutor-look.ts";
import type { TutorDetail } from "#features/tutors/schemas.ts";
import { ChangedValue } from "#ui/figures/changed-value.tsx";
import { formatCount, formatPercent } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";

/** Who it is and how they stand, in one line. */
export function TutorHeader({ tutor }: { tutor: TutorDetail }) {
  const { status, word } = tierLook[tutor.tier];
  const rank =
    tutor.rank === null
      ? "not ranked yet"
      : `rank ${formatCount(tutor.rank)}${tutor.percentile ? `, better than ${formatPercent(tutor.percentile, 0)} of those ranked` : ""}`;
  return (
    <PageHeader
      breadcrumbs={[{ label: "Tutors", href: "/tutors" }, { label: tutor.name }]}
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {tutor.name}
          <ChangedValue value={word} className="flex">
            <StatusBadge status={status} word={word} />
          </ChangedValue>
        </span>
      }
      description={`${tutor.subjects.map(({ name }) => name).join(", ") || "no subjects"} · ${statusWords[tutor.status]} · ${rank}`}
    />
  );
}
