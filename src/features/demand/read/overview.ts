import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { toHourForecast } from "#domain/forecasting/count-interval.ts";
import type { Cache } from "#platform/cache/cache.ts";
import { accuracyFigures } from "../accuracy/accuracy-figures.ts";
import type { AccuracySums } from "../accuracy/judge-hour.ts";
import { readSums } from "../accuracy/read-sums.ts";
import type { DemandContext } from "../demand-context.ts";
import { titleOf } from "../forecast/forecast-task.ts";
import { balanceOf } from "../hour-state.ts";
import { allSubjects } from "../schemas/ground.ts";
import type { SubjectOverview, SubjectsOverview } from "../schemas/subjects.ts";
import { readSharedError } from "../shared-error/keep-shared-error.ts";
import { readGround } from "./ground.ts";
import { type HourStates, readHourStates } from "./hour-states.ts";
import {
  lawOfHours,
  readOutlookHours,
  type StoredOutlook,
  type Summing,
  shareOf,
  stateOfRow,
  sumBySubject,
} from "./outlook-hours.ts";
import { utilisationBySubject } from "./utilisation.ts";

/** Seconds for which whoever sees the same subjects shares an answer; a change forgets it at once. */
const sharedSeconds = 30;
const accuracyDays = 28;

/** The next seven days by subject. */
export async function readSubjectsOverview(ctx: DemandContext & { cache: Cache }): Promise<SubjectsOverview> {
  const whose = ctx.viewer.subjectCodes === null ? "all" : [...ctx.viewer.subjectCodes].sort().join(" ");
  return await ctx.cache.getOrCompute(
    `demand:subjects:${whose}`,
    sharedSeconds,
    async () => await compute(ctx),
  );
}

async function compute(ctx: DemandContext): Promise<SubjectsOverview> {
  const asOf = ctx.now();
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const states = await readHourStates(trx);
    const summing = { shared: await readSharedError(trx), businessTimezone: ctx.businessTimezone };
    const rows = await readOutlookHours(trx, asOf, null);
    const facts = await readFacts(trx, asOf, ctx.businessTimezone);
    const bySubject = Map.groupBy(rows, ({ code }) => code);
    const data = facts.subjects.map((subject) =>
      toOverview({ ...subject, ...facts.of(subject.code) }, bySubject.get(subject.code) ?? [], {
        states,
        summing,
        asOf,
      }),
    );
    const everyone = { code: allSubjects, name: "All subjects", category: null, ...facts.ofAll() };
    return {
      ground: await readGround(trx, asOf, ctx.businessTimezone),
      all: {
        ...toOverview(everyone, sumBySubject(rows, summing), { states, summing, asOf }),
        ...limitsOf(rows, summing),
      },
      data: data.sort(
        (a, b) => (b.expectedUnserved ?? 0) - (a.expectedUnserved ?? 0) || b.expected - a.expected,
      ),
    };
  });
}

type SubjectFacts = Pick<
  SubjectOverview,
  "code" | "name" | "category" | "utilisation" | "accuracy" | "model" | "basis"
>;

async function readFacts(trx: Trx, asOf: Date, timezone: string) {
  const { rows: subjects } = await sql<{ code: string; name: string; category: string | null }>`
    select subject_code as code, name, category from subjects where viewer_sees_subject(subject_code)`.execute(
    trx,
  );
  const over = { asOf, days: accuracyDays, code: null, distanceDays: 1 };
  const sums = await readSums(trx, sql<string>`subject_code`, over);
  const [all] = await readSums(trx, sql<number>`1`, over);
  const models = await readModels(trx);
  const utilisation = await utilisationBySubject(trx, asOf, timezone);
  const taught = utilisation.reduce((sum, { hoursTaught }) => sum + hoursTaught, 0);
  const available = utilisation.reduce((sum, { hoursAvailable }) => sum + hoursAvailable, 0);
  return {
    subjects,
    of: (code: string) => ({
      utilisation: utilisation.find((subject) => subject.code === code)?.utilisation ?? null,
      accuracy: accuracyOf(sums.find(({ key }) => key === code)),
      ...(models.get(code) ?? models.get(null) ?? { model: null, basis: null }),
    }),
    ofAll: () => ({
      utilisation: available > 0 ? taught / available : null,
      accuracy: accuracyOf(all),
      model: models.get(null)?.model ?? null,
      basis: null,
    }),
  };
}

function accuracyOf(sums: AccuracySums | undefined): SubjectOverview["accuracy"] {
  if (sums === undefined) return null;
  const { wape, floorWape, referenceWape, coverage, hours } = accuracyFigures(sums);
  if (wape === null || floorWape === null || referenceWape === null || coverage === null) return null;
  return { wape, floorWape, referenceWape, coverage, hours };
}

async function readModels(trx: Trx) {
  const { rows } = await sql<{
    code: string | null;
    modelId: number;
    kind: string;
    chosenBy: string;
    since: Date;
    basis: SubjectOverview["basis"];
  }>`
    select subject_code as code, model_id as "modelId", kind, chosen_by as "chosenBy",
      coalesce(chosen_at, created_at) as since, basis
    from forecast_models where is_serving`.execute(trx);
  return new Map(
    rows.map(({ code, basis, since, ...model }) => [
      code,
      { basis, model: { ...model, title: titleOf(model.kind), since: since.toISOString() } },
    ]),
  );
}

function toOverview(
  facts: SubjectFacts,
  rows: readonly StoredOutlook[],
  { states: hourStates, summing, asOf }: { states: HourStates; summing: Summing; asOf: Date },
): SubjectOverview {
  const sum = (of: (row: StoredOutlook) => number) => rows.reduce((total, row) => total + of(row), 0);
  const expected = sum(({ mean }) => mean);
  const booked = sum((row) => row.booked);
  const isKnown = rows.length > 0 && rows.every(({ capacity }) => capacity !== null);
  const states = rows.map((row) => stateOfRow(row, hourStates));
  const capacity = isKnown ? sum((row) => row.capacity ?? 0) : null;
  const countOf = (state: string) => (isKnown ? states.filter((one) => one === state).length : null);
  return {
    ...facts,
    hours: rows.length,
    expected,
    ...limitsOf(rows, summing),
    booked,
    bookedShare: shareOf(booked, expected),
    expectedWithoutOverrides: sum((row) => row.meanWithoutOverride),
    capacity,
    balance: balanceOf(capacity, expected),
    hoursShort: countOf("shortage"),
    hoursSurplus: countOf("surplus"),
    expectedUnserved: isKnown ? sum((row) => row.expectedUnserved ?? 0) : null,
    worst: worstOf(rows),
    timeline: {
      from: (rows[0]?.hour ?? asOf).toISOString(),
      states,
      probabilities: rows.map(({ shortageProbability }) => shortageProbability),
    },
  };
}

function limitsOf(
  rows: readonly StoredOutlook[],
  summing: Summing,
): Pick<SubjectOverview, "expectedLower" | "expectedUpper"> {
  if (rows.length === 0) return { expectedLower: 0, expectedUpper: 0 };
  const { lower, upper } = toHourForecast(lawOfHours(rows, summing));
  return { expectedLower: lower, expectedUpper: upper };
}

function worstOf(rows: readonly StoredOutlook[]): SubjectOverview["worst"] {
  const [worst] = [...rows].sort((a, b) => (b.expectedUnserved ?? 0) - (a.expectedUnserved ?? 0));
  if (worst === undefined || !worst.expectedUnserved || worst.shortageProbability === null) return null;
  return {
    hour: worst.hour.toISOString(),
    shortageProbability: worst.shortageProbability,
    expectedUnserved: worst.expectedUnserved,
  };
}
