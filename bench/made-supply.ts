import type { HourDemand, SupplyTutor } from "#features/demand/capacity/compute-capacity.ts";

const zones = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Los_Angeles",
  "Europe/London",
];

/** So many tutors of one to four of so many subjects in afternoons and evenings, and a demand near what they can hold. */
export function madeSupply(tutorCount: number, subjectCount: number, fromMs: number) {
  const draw = lehmer(7);
  const popularity = Array.from({ length: subjectCount }, (_, at) => 1 / (1 + at * 0.15));
  const all = popularity.reduce((sum, weight) => sum + weight, 0);
  const upTo = popularity.map((_, at) =>
    popularity.slice(0, at + 1).reduce((sum, weight) => sum + weight, 0),
  );
  const pick = () => {
    const drawn = draw() * all;
    return Math.max(
      0,
      upTo.findIndex((sum) => drawn < sum),
    );
  };
  const tutors = Array.from({ length: tutorCount }, (_, id): SupplyTutor => {
    const subjects = new Set(Array.from({ length: 1 + Math.floor(draw() * 4) }, () => `s${pick()}`));
    const begins = 13 + Math.floor(draw() * 4);
    return {
      tutorId: id + 1,
      subjects: [...subjects],
      timezone: zones[id % zones.length] ?? "UTC",
      weekly: [0, 1, 2, 3, 4, 5, 6]
        .filter(() => draw() < 0.7)
        .map((weekday) => ({ weekday, starts: `${begins}:30`, ends: `${begins + 6}:00` })),
      timeOff: [],
      utilisation: draw(),
      bookings: bookingsOf([...subjects], fromMs, draw),
    };
  });
  const demands = popularity.flatMap((weight, at) =>
    Array.from({ length: 168 }, (_, hour): HourDemand => {
      const known = Math.floor((draw() * tutorCount * weight) / all / 12);
      const mean = (tutorCount * weight * (0.2 + 0.2 * Math.cos((hour / 12) * Math.PI))) / all;
      const law = { kind: "negative_binomial", mean, dispersion: 0.1, known } as const;
      return { subject: `s${at}`, hour, mean: known + mean, law, released: 0 };
    }),
  );
  return { tutors, demands };
}

function bookingsOf(subjects: readonly string[], fromMs: number, draw: () => number) {
  return Array.from({ length: Math.floor(draw() * 6) }, () => {
    const startMs = fromMs + Math.floor(draw() * 168) * 3_600_000;
    return { subject: subjects[0] ?? "s0", startMs, endMs: startMs + 3_600_000 };
  });
}

/** Numbers from 0 to 1 that are the same each time. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
