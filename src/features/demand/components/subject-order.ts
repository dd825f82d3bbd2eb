import type { SubjectOverview } from "../schemas/subjects.ts";

export const subjectSorts = [
  "worst",
  "name",
  "expected",
  "booked",
  "capacity",
  "balance",
  "short",
  "accuracy",
] as const;

export type SubjectSort = (typeof subjectSorts)[number];

export type SubjectFiltering = {
  sort: SubjectSort;
  direction: "asc" | "desc";
  search: string;
  category: string | null;
};

/** What each order goes by; subjects of which it is not known come last, either way round. */
const figures: Record<Exclude<SubjectSort, "name">, (subject: SubjectOverview) => number | null> = {
  worst: ({ expectedUnserved }) => expectedUnserved,
  expected: ({ expected }) => expected,
  booked: ({ bookedShare }) => bookedShare,
  capacity: ({ capacity }) => capacity,
  balance: ({ balance }) => balance,
  short: ({ hoursShort }) => hoursShort,
  accuracy: ({ accuracy }) =>
    accuracy && accuracy.floorWape > 0 ? accuracy.wape / accuracy.floorWape : null,
};

/** Subjects that are asked for, in the order that is asked for; by name where two are alike. */
export function orderSubjects(
  subjects: readonly SubjectOverview[],
  { sort, direction, search, category }: SubjectFiltering,
): SubjectOverview[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const turn = direction === "asc" ? 1 : -1;
  return subjects
    .filter((subject) => {
      const text = `${subject.name} ${subject.code}`.toLowerCase();
      return (
        (category === null || subject.category === category) && words.every((word) => text.includes(word))
      );
    })
    .sort((a, b) => {
      const byName = a.name.localeCompare(b.name);
      if (sort === "name") return turn * byName;
      const [x, y] = [figures[sort](a), figures[sort](b)];
      if (x === null || y === null) return Number(x === null) - Number(y === null) || byName;
      return turn * (x - y) || byName;
    });
}

/** The categories that there are, by name. */
export function categoriesOf(subjects: readonly SubjectOverview[]): string[] {
  const named = subjects.flatMap(({ category }) => (category === null ? [] : [category]));
  return [...new Set(named)].sort((a, b) => a.localeCompare(b));
}

/** The direction in which an order is wanted first: the worst, the most, or from A. */
export function firstDirection(sort: SubjectSort): "asc" | "desc" {
  return sort === "name" || sort === "balance" ? "asc" : "desc";
}
