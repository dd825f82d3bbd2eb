import type { BusinessMoment } from "./business-calendar.ts";
import { assessFlags } from "./flags.ts";
import { type FollowedAnomaly, followAnomalies } from "./follow-anomalies.ts";
import { measure, type TutorMeasures } from "./measures.ts";
import type { SubjectBenchmark, TutorModel } from "./model.ts";
import { periodsOf, type TutorPeriod } from "./periods.ts";
import { carryFlags, type FlagChange, flagChanges, type StoredFlag } from "./stored-flags.ts";
import { judgeSubject, type SubjectStanding } from "./subject-standing.ts";
import { compareStretches, type Direction, type TutorTrend } from "./trend.ts";
import { sumDays, type TutorCounts } from "./tutor-days.ts";
import type { TutorRecords } from "./tutor-records.ts";
import { measureUtilisation, type Utilisation } from "./utilisation.ts";
import type { TutorSettings } from "./weights.ts";

/** What is stored of a tutor before a pass. */
export type StoredState = { flags: readonly StoredFlag[]; anomalies: readonly FollowedAnomaly[] };

/** With what a tutor is assessed, the same for all. */
export type AssessmentGround = {
  moment: BusinessMoment;
  model: TutorModel;
  benchmarks: ReadonlyMap<string, SubjectBenchmark>;
  settings: TutorSettings;
};

/** All that a pass stores of a tutor, but for what the others decide: rank, badge, and whether a waiting flag is shown. */
export type TutorAssessment = {
  tutorId: number;
  counts: TutorCounts;
  measures: TutorMeasures;
  trendShort: TutorTrend;
  trendLong: TutorTrend;
  trend: Direction;
  utilisation: Utilisation;
  flags: StoredFlag[];
  flagChanges: FlagChange[];
  /** Anomalies that differ from those stored. */
  anomalies: FollowedAnomaly[];
  periods: TutorPeriod[];
  subjects: SubjectStanding[];
  nextChangeMs: number | null;
};

/** What the sessions of so many days say of what is at stake while a flag stands. */
const stakeDays = 28;

/** Assesses one tutor. */
export function assessTutor(
  records: TutorRecords,
  stored: StoredState,
  { moment, model, benchmarks, settings }: AssessmentGround,
): TutorAssessment {
  const { tutorId, days } = records;
  const lastDay = moment.day;
  const counts = sumDays(days, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  const compare = (stretchDays: number) => compareStretches(days, { lastDay, stretchDays }, settings.trend);
  const [trendShort, trendLong] = [compare(settings.trend.shortDays), compare(settings.trend.longDays)];
  const raised = new Set(stored.flags.filter(({ isRaised }) => isRaised).map(({ code }) => code));
  const flags = carryFlags(assessFlags(days, lastDay, model.priors, raised, settings), stored.flags, {
    asOf: moment.asOf,
    sessionsAtStake: sumDays(days, lastDay - stakeDays, lastDay).firstSessions,
  });
  return {
    tutorId,
    counts,
    measures: measure(counts),
    trendShort,
    trendLong,
    trend:
      trendLong.success.direction === "too_few" ? trendLong.rating.direction : trendLong.success.direction,
    utilisation: measureUtilisation(records, moment, benchmarks, settings.utilisation),
    flags,
    flagChanges: flagChanges(tutorId, stored.flags, flags),
    anomalies: followAnomalies(days, lastDay, stored.anomalies, settings.anomalies),
    periods: periodsOf(days),
    subjects: records.subjects.map((subject) =>
      judgeSubject(
        subject,
        benchmarks.get(subject.subjectCode),
        model.priors.successWeightTrials,
        settings.flags,
      ),
    ),
    nextChangeMs: records.nextChangeMs,
  };
}
