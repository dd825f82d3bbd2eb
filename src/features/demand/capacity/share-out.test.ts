import fc from "fast-check";
import loadHighs, { type Highs } from "highs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Supply, shareOut, type Want } from "./share-out.ts";

let highs: Highs;

beforeAll(async () => {
  highs = await loadHighs();
});

const subjects = 4;
const subjectSet = fc.uniqueArray(fc.nat(subjects - 1), { minLength: 1, maxLength: 3 });

/** Worths that fall within each subject, as likelihoods do. */
const fallingWants = (sessions: fc.Arbitrary<number>) =>
  fc
    .array(fc.array(fc.tuple(sessions, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 5 }), {
      minLength: subjects,
      maxLength: subjects,
    })
    .map((bySubject) =>
      bySubject.flatMap((wants, subject): Want[] =>
        wants.map(([size, worth]) => ({ subject, sessions: size, worth })).sort((a, b) => b.worth - a.worth),
      ),
    );

const amount = fc.double({ min: 0.05, max: 4, noNaN: true });
const supplies = (sessions: fc.Arbitrary<number>, most: number) =>
  fc.array(fc.record({ subjects: subjectSet, sessions }), { maxLength: most });

describe("sharing out free tutors", () => {
  it("moves a tutor of two subjects to where nobody else can teach", () => {
    const got = shareOut(
      [
        { subjects: [0, 1], sessions: 1 },
        { subjects: [0], sessions: 1 },
      ],
      [
        { subject: 0, sessions: 1, worth: 0.9 },
        { subject: 1, sessions: 1, worth: 0.5 },
      ],
      2,
    );
    expect([...got]).toEqual([1, 1]);
  });

  it("moves along a chain, after tutors were given away", () => {
    const chain: Supply[] = [
      { subjects: [0, 1], sessions: 1 },
      { subjects: [1, 2], sessions: 1 },
      { subjects: [2, 3], sessions: 1 },
    ];
    const wants = [2, 1, 0, 3].map((subject, at) => ({ subject, sessions: 1, worth: 1 - at / 10 }));
    expect([...shareOut(chain, wants, 4)]).toEqual([1, 1, 1, 0]);
  });

  it("gives out what there is, and gives it once", () => {
    fc.assert(
      fc.property(supplies(amount, 12), fallingWants(amount), (given, wants) => {
        const got = shareOut(given, wants, subjects);
        const total = got.reduce((sum, sessions) => sum + sessions, 0);
        expect(total).toBeLessThanOrEqual(given.reduce((sum, { sessions }) => sum + sessions, 0) + 1e-6);
        for (let subject = 0; subject < subjects; subject++) {
          const reach = given.filter((supply) => supply.subjects.includes(subject));
          expect(got[subject]).toBeLessThanOrEqual(reach.reduce((sum, { sessions }) => sum + sessions, 1e-6));
        }
      }),
    );
  });

  it("is worth what the best way of all is, tried one by one", () => {
    fc.assert(
      fc.property(supplies(fc.constant(1), 5), fallingWants(fc.constant(1)), (given, wants) => {
        expect(worthOf(shareOut(given, wants, subjects), wants)).toBeCloseTo(bestOfAll(given, wants), 6);
      }),
      { numRuns: 300 },
    );
  });

  it("is worth the optimum of the linear programme", () => {
    fc.assert(
      fc.property(supplies(amount, 12), fallingWants(amount), (given, wants) => {
        expect(worthOf(shareOut(given, wants, subjects), wants)).toBeCloseTo(optimum(given, wants), 5);
      }),
      { numRuns: 300 },
    );
  });

  it("is never worth less than giving each want the first idle tutor", () => {
    fc.assert(
      fc.property(supplies(amount, 12), fallingWants(amount), (given, wants) => {
        expect(worthOf(shareOut(given, wants, subjects), wants)).toBeGreaterThanOrEqual(
          greedy(given, wants) - 1e-6,
        );
      }),
    );
  });
});

function worthOf(got: ArrayLike<number>, wants: readonly Want[]): number {
  const left = Array.from(got);
  return wants.reduce((sum, { subject, sessions, worth }) => {
    const served = Math.min(sessions, left[subject] as number);
    left[subject] = (left[subject] as number) - served;
    return sum + served * worth;
  }, 0);
}

/** Every tutor with each of the subjects, or idle. */
function bestOfAll(given: readonly Supply[], wants: readonly Want[]): number {
  const tryFrom = (at: number, got: readonly number[]): number => {
    const supply = given[at];
    if (supply === undefined) return worthOf(got, wants);
    const ways = supply.subjects.map((subject) =>
      got.map((had, other) => (other === subject ? had + 1 : had)),
    );
    return Math.max(...[got, ...ways].map((way) => tryFrom(at + 1, way)));
  };
  return tryFrom(0, Array<number>(subjects).fill(0));
}

function greedy(given: readonly Supply[], wants: readonly Want[]): number {
  const idle = given.map(({ sessions }) => sessions);
  const got = Array<number>(subjects).fill(0);
  for (const { subject, sessions } of [...wants].sort((a, b) => b.worth - a.worth)) {
    let wanted = sessions;
    for (const [at, supply] of given.entries()) {
      if (!supply.subjects.includes(subject)) continue;
      const served = Math.min(wanted, idle[at] as number);
      idle[at] = (idle[at] as number) - served;
      got[subject] = (got[subject] as number) + served;
      wanted -= served;
    }
  }
  return worthOf(got, wants);
}

/** By HiGHS: columns are edges from supplies to subjects, then wants; rows are supplies, then subjects. */
function optimum(given: readonly Supply[], wants: readonly Want[]): number {
  const edges = given.flatMap((supply, at) => supply.subjects.map((subject) => ({ at, subject })));
  const numCols = edges.length + wants.length;
  const numRows = given.length + subjects;
  if (numCols === 0) return 0;
  const columns = [
    ...edges.map(({ at, subject }) => [at, 1, given.length + subject, -1]),
    ...wants.map(({ subject }) => [given.length + subject, 1]),
  ];
  const starts = [0];
  for (const column of columns) starts.push((starts.at(-1) as number) + column.length / 2);
  return highs.withModel(
    {
      numCols,
      numRows,
      sense: highs.constants.objectiveSense.maximize,
      colCost: [...edges.map(() => 0), ...wants.map(({ worth }) => worth)],
      colLower: Array<number>(numCols).fill(0),
      colUpper: [...edges.map(() => highs.infinity), ...wants.map(({ sessions }) => sessions)],
      rowLower: Array<number>(numRows).fill(-highs.infinity),
      rowUpper: [...given.map(({ sessions }) => sessions), ...Array<number>(subjects).fill(0)],
      matrix: {
        format: "csc",
        numCols,
        numRows,
        starts,
        indices: columns.flatMap((column) => column.filter((_, at) => at % 2 === 0)),
        values: columns.flatMap((column) => column.filter((_, at) => at % 2 === 1)),
      },
    },
    (model) => {
      model.options.set({ output_flag: false });
      model.run();
      expect(model.getModelStatus()).toBe(highs.constants.modelStatus.optimal);
      return model.getObjectiveValue();
    },
  );
}
