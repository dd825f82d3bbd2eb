import { formatCount, formatDecimal, formatHours, formatPercent } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { TutorDetail, TutorListItem } from "../schemas.ts";
import { FlagList } from "./flag-list.tsx";
import { SuccessBar } from "./success-bar.tsx";
import { TrendNote } from "./trend-note.tsx";
import { statusWords, tierLook } from "./tutor-look.ts";

export type TutorEssentialsProps = {
  tutor: TutorListItem;
  /** Profile and evidence; absent while they are read. */
  detail: TutorDetail | undefined;
  leastRated: number;
};

/** What one needs to know of a tutor without leaving the list. */
export function TutorEssentials({ tutor, detail, leastRated }: TutorEssentialsProps) {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <StatusBadge {...tierLook[tutor.tier]} />
        <span className="text-ink-muted">
          {statusWords[tutor.status]}
          {tutor.rank === null ? ", not ranked yet" : `, rank ${formatCount(tutor.rank)}`}
        </span>
      </div>
      <section className="flex flex-col gap-2">
        <h3 className="font-medium text-base">First-session success</h3>
        <SuccessBar
          success={tutor.success}
          rated={tutor.firstSessionsRated}
          mark={{ value: tutor.expectedSuccess, word: "expected" }}
        />
        <TrendNote trend={tutor.trend} rated={tutor.firstSessionsRated} leastRated={leastRated} />
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="font-medium text-base">Flags</h3>
        <FlagList flags={tutor.flags} />
      </section>
      <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-1.5 text-base">
        <dt className="text-ink-muted">Rating</dt>
        <dd className="tabular">
          {formatDecimal(tutor.meanRating, 2)} over {formatCount(tutor.rated)}
        </dd>
        <dt className="text-ink-muted">Utilisation</dt>
        <dd className="tabular">{formatPercent(tutor.utilisation, 0)}</dd>
        {detail ? (
          <>
            <dt className="text-ink-muted">Available</dt>
            <dd className="tabular">{formatHours(detail.hoursAvailable28d)} in 28 days</dd>
            <dt className="text-ink-muted">Subjects</dt>
            <dd>{detail.subjects.map(({ name }) => name).join(", ") || "none"}</dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}
