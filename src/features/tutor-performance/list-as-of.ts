import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { type AssessmentGround, assessTutor, type TutorAssessment } from "./assess-tutor.ts";
import { businessMoment, dateOfDay } from "./business-calendar.ts";
import { rankField } from "./compare-tutors.ts";
import { expectedOfKinds } from "./expected-of-kinds.ts";
import { fitTutorModel } from "./fit-model.ts";
import type { FlagCode } from "./flags.ts";
import type { Ranked } from "./ranking.ts";
import { readKnownZones, readTutorRows, toTutor } from "./read-tutors.ts";
import { loadTutorSettings } from "./settings.ts";
import { readModel } from "./stored-model.ts";
import { tutorRanges } from "./tutor-ranges.ts";
import type { TutorSettings } from "./weights.ts";

type ListRequest = { asOf: Date; businessTimezone: string; signal: AbortSignal };

/**
 * Every tutor as of an instant, by rising id, computed from the records with the settings in force. Nothing is stored, and nothing that
 * is stored counts but the model of that day, if there is one: flags stand where a first look would raise them.
 */
export async function listTutorsAsOf(
  db: Database,
  { asOf, businessTimezone, signal }: ListRequest,
): Promise<Record<string, string | number | null>[]> {
  const { value: settings, version } = await loadTutorSettings(db);
  const moment = { ...businessMoment(asOf, businessTimezone), knownZones: await readKnownZones(db) };
  const model =
    (await readModel(db, moment, version)) ?? (await fitTutorModel({ db, signal }, moment, settings, true));
  const benchmarks = new Map(model.benchmarks.map((benchmark) => [benchmark.subjectCode, benchmark]));
  const ground: AssessmentGround = { moment, model, benchmarks, settings };
  const expected = expectedOfKinds(model.expected, model.priors.meanSuccess, await readSubjects(db));
  const found: { assessment: TutorAssessment; status: string }[] = [];
  for await (const range of tutorRanges(db)) {
    signal.throwIfAborted();
    const rows = await readTutorRows(db, range, moment, { expected, successRating: settings.successRating });
    for (const row of rows) {
      const assessment = assessTutor(toTutor(row).records, { flags: [], anomalies: [] }, ground);
      found.push({ assessment, status: row.status });
    }
  }
  return toRows(found, ground);
}

function toRows(
  found: readonly { assessment: TutorAssessment; status: string }[],
  { model, settings, moment }: AssessmentGround,
) {
  const ranked = new Map(rankAssessed(found, model.priors, settings).map((rank) => [rank.tutorId, rank]));
  return found.map(({ assessment, status }) => ({
    tutor_id: assessment.tutorId,
    status,
    ...measureColumns(assessment),
    ...rankColumns(ranked.get(assessment.tutorId)),
    ...trendColumns(assessment),
    ...flagColumns(assessment),
    anomalies: assessment.anomalies
      .map(({ measure, weekDay }) => `${measure} ${dateOfDay(weekDay)}`)
      .join("; "),
    model_day: dateOfDay(moment.day),
  }));
}

function rankAssessed(
  found: readonly { assessment: TutorAssessment; status: string }[],
  priors: AssessmentGround["model"]["priors"],
  settings: TutorSettings,
): Ranked[] {
  const rows = found.map(({ assessment: { tutorId, counts }, status }) => ({
    tutor_id: tutorId,
    status,
    first_sessions_rated: counts.firstRated,
    first_session_successes: counts.firstSuccesses,
    first_expected: counts.firstExpected,
  }));
  return rankField(rows, priors, settings);
}

function measureColumns({ counts, measures, utilisation }: TutorAssessment) {
  return {
    first_sessions: counts.firstSessions,
    first_sessions_rated: counts.firstRated,
    first_session_successes: counts.firstSuccesses,
    success_rate: rounded(measures.success?.rate),
    success_lower: rounded(measures.success?.lower),
    success_upper: rounded(measures.success?.upper),
    expected_success: rounded(measures.expectedSuccess),
    sessions: counts.completed,
    rated: measures.rated,
    mean_rating: rounded(measures.meanRating),
    hours_taught: rounded(measures.hoursTaught),
    no_shows: counts.noShows,
    cancelled_by_tutor: counts.cancelledByTutor,
    completion_rate: rounded(measures.completionRate),
    cancellation_rate: rounded(measures.cancellationRate),
    hours_available_28d: rounded(utilisation.hoursAvailable),
    hours_taught_28d: rounded(utilisation.hoursTaught),
    utilisation: rounded(utilisation.rate),
  };
}

function rankColumns(ranked: Ranked | undefined) {
  return {
    shrunken_success: rounded(ranked?.shrunkenSuccess),
    rank: ranked?.rank ?? null,
    percentile: rounded(ranked?.percentile),
    badge: ranked?.badge ?? null,
  };
}

function trendColumns({ trend, trendShort, trendLong }: TutorAssessment) {
  const columns = { trend } as Record<string, string | number | null>;
  for (const [name, stretch] of [
    ["short", trendShort],
    ["long", trendLong],
  ] as const) {
    for (const measure of ["success", "rating"] as const) {
      columns[`${measure}_${name}_before`] = rounded(stretch[measure].before);
      columns[`${measure}_${name}_after`] = rounded(stretch[measure].after);
      columns[`${measure}_${name}_change`] = rounded(stretch[measure].change);
      columns[`${measure}_${name}_p_value`] = rounded(stretch[measure].pValue);
      columns[`${measure}_${name}_direction`] = stretch[measure].direction;
    }
  }
  return columns;
}

function flagColumns({ flags }: TutorAssessment) {
  const certaintyOf = (code: FlagCode) => rounded(flags.find((flag) => flag.code === code)?.certainty);
  return {
    flags: flags
      .filter(({ isRaised }) => isRaised)
      .map(({ code }) => code)
      .join(" "),
    underperforming_certainty: certaintyOf("underperforming"),
    needs_coaching_certainty: certaintyOf("needs_coaching"),
    high_cancellation_certainty: certaintyOf("high_cancellation"),
  };
}

function rounded(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value.toFixed(6));
}

async function readSubjects(db: Database): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`select subject_code as code from subjects order by 1`.execute(
    db,
  );
  return rows.map(({ code }) => code);
}
