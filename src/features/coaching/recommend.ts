import type { TutorFlag } from "#domain/tutors/tutor-flag.ts";
import type { CoachingResource } from "./weights.ts";

type Subject = { code: string; name: string };

export type CoachingRecommendation = {
  flag: TutorFlag | null;
  subject: Subject | null;
  title: string;
  practise: string;
  resources: CoachingResource[];
};

const ofFlag: Record<TutorFlag, { title: string; practise: string }> = {
  underperforming: {
    title: "Practise the first session",
    practise:
      "Play through a first session together: ask for the goal, check the level with one short task, agree on the next step before the end.",
  },
  needs_coaching: {
    title: "Watch the next two first sessions",
    practise:
      "Watch two of the next first sessions and talk them through on the same day: what was different before the rate dropped?",
  },
  high_cancellation: {
    title: "Go through the calendar",
    practise:
      "Go through the hours of the next four weeks together, take out those that cannot be kept, and agree on how early a cancellation is said.",
  },
};

/**
 * What to practise with a tutor, in the order of urgency: one thing for each raised flag, in the weakest subject
 * where the flag is about success; then each further weak subject. No flag and no weak subject, nothing to do.
 */
export function recommendCoaching(
  found: { flags: readonly TutorFlag[]; weakSubjects: readonly Subject[] },
  resources: readonly CoachingResource[],
): CoachingRecommendation[] {
  const [weakest = null, ...others] = found.weakSubjects;
  const ofFlags = found.flags.map((flag) => {
    const subject = flag === "high_cancellation" ? null : weakest;
    const { title, practise } = ofFlag[flag];
    return {
      flag,
      subject,
      title: subject === null ? title : `${title} in ${subject.name}`,
      practise,
      resources: resourcesFor(flag, subject, resources),
    };
  });
  const isCovered = ofFlags.some(({ subject }) => subject !== null);
  const left = weakest === null || isCovered ? others : [weakest, ...others];
  return [...ofFlags, ...left.map((subject) => ofWeakness(subject, resources))];
}

function ofWeakness(subject: Subject, resources: readonly CoachingResource[]): CoachingRecommendation {
  return {
    flag: null,
    subject,
    title: `Prepare first sessions in ${subject.name}`,
    practise: `First sessions in ${subject.name} succeed less often than with other tutors. Go through two of them, and prepare the next one together.`,
    resources: resourcesFor(null, subject, resources),
  };
}

/** Those that name neither the flag nor the subject are for everything; those that name one are for that alone. */
function resourcesFor(
  flag: TutorFlag | null,
  subject: Subject | null,
  resources: readonly CoachingResource[],
) {
  return resources.filter(
    ({ flags, subjects }) =>
      (flags.length === 0 || (flag !== null && flags.includes(flag))) &&
      (subjects.length === 0 || (subject !== null && subjects.includes(subject.code))),
  );
}
