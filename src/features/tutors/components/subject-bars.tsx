import { certaintyWords } from "#domain/tutors/certainty-words.ts";
import { formatDecimal } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { TutorSubjects } from "../schemas.ts";
import { SuccessBar } from "./success-bar.tsx";

const standingLook = {
  strength: { word: "Strength", status: "good" },
  weakness: { word: "Weakness", status: "warning" },
} as const;

/** Each subject against what all tutors reach in it; strengths and weaknesses where that is sure. */
export function SubjectBars({ subjects }: { subjects: TutorSubjects["data"] }) {
  if (subjects.length === 0)
    return <p className="text-ink-muted">Subjects appear here after the first session.</p>;
  return (
    <ul className="flex flex-col divide-y divide-line">
      {subjects.map((subject) => (
        <li
          key={subject.code}
          className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5 py-2.5"
        >
          <span className="min-w-36 flex-1">
            <span className="font-medium">{subject.name}</span>
            <span className="tabular block text-ink-muted text-xs">
              rating {formatDecimal(subject.meanRating, 2)}, all tutors{" "}
              {formatDecimal(subject.benchmarkRating, 2)}
            </span>
          </span>
          <SuccessBar
            success={subject.success}
            rated={subject.firstSessionsRated}
            mark={{ value: subject.benchmark, word: "all tutors" }}
          />
          <span className="w-32">
            {subject.standing === "strength" || subject.standing === "weakness" ? (
              <>
                <StatusBadge {...standingLook[subject.standing]} />
                {subject.certaintyBelow === null ? null : (
                  <span className="tabular block text-ink-muted text-xs">
                    {certaintyWords(
                      subject.standing === "weakness" ? subject.certaintyBelow : 1 - subject.certaintyBelow,
                    )}{" "}
                    sure
                  </span>
                )}
              </>
            ) : (
              <span className="text-ink-muted text-sm">as usual, or too few to say</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
