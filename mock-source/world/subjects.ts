import type { SeasonKind } from "./season.ts";

/** Popularity falls in steps from algebra to a tail that sees a session or two a day at most. */
const catalogue = [
  ["algebra_1", "Algebra 1", "math", 15],
  ["geometry", "Geometry", "math", 11],
  ["algebra_2", "Algebra 2", "math", 10],
  ["sat_math", "SAT Math", "test_prep", 8.5],
  ["english_writing", "English Writing", "english", 7],
  ["chemistry", "Chemistry", "science", 6.2],
  ["precalculus", "Precalculus", "math", 5.5],
  ["sat_reading", "SAT Reading and Writing", "test_prep", 5],
  ["biology", "Biology", "science", 4.4],
  ["physics", "Physics", "science", 4],
  ["reading_elementary", "Elementary Reading", "elementary", 3.6],
  ["math_elementary", "Elementary Math", "elementary", 3.3],
  ["calculus_ab", "AP Calculus AB", "math", 2.8],
  ["spanish", "Spanish", "language", 2.4],
  ["act", "ACT", "test_prep", 2],
  ["literature", "Literature", "english", 1.5],
  ["statistics", "Statistics", "math", 1.3],
  ["us_history", "US History", "history", 1.1],
  ["computer_science", "Computer Science", "technology", 1],
  ["french", "French", "language", 0.85],
  ["calculus_bc", "AP Calculus BC", "math", 0.7],
  ["world_history", "World History", "history", 0.55],
  ["economics", "Economics", "social_science", 0.45],
  ["study_skills", "Study Skills", "elementary", 0.4],
  ["psychology", "Psychology", "social_science", 0.3],
  ["python", "Python", "technology", 0.28],
  ["german", "German", "language", 0.2],
  ["government", "US Government", "history", 0.18],
  ["mandarin", "Mandarin", "language", 0.15],
  ["latin", "Latin", "language", 0.1],
  ["organic_chemistry", "Organic Chemistry", "science", 0.08],
  ["music_theory", "Music Theory", null, 0.05],
] as const;

export type Subject = { code: string; name: string; category: string | null; weight: number };

/** All subjects, by falling popularity: the index is what sessions and tutors hold. */
export const subjects: readonly Subject[] = catalogue.map(([code, name, category, weight]) => ({
  code,
  name,
  category,
  weight,
}));

export const subjectWeights = subjects.map((subject) => subject.weight);

export const subjectCode = (index: number): string => subjects[index]?.code ?? "unknown";

/** The seasons that a subject follows. */
export const seasonKindOf = (index: number): SeasonKind =>
  subjects[index]?.category === "test_prep" ? "test_prep" : "school";
