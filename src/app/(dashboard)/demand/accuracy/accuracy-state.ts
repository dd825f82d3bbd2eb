/** Days ahead that a forecast may be made. */
export const distances = [1, 2, 3, 4, 5, 6, 7] as const;
export const dayChoices = [7, 28, 90] as const;

/** What the address of accuracy says. */
export type AccuracyState = {
  /** null is all subjects together. */
  subject: string | null;
  distanceDays: (typeof distances)[number];
  days: (typeof dayChoices)[number];
};

export const firstAccuracyState: AccuracyState = { subject: null, distanceDays: 1, days: 28 };

type Params = { get(name: string): string | null };

/** Reads the address; whatever it holds that is not one of ours counts as not there. */
export function readAccuracyState(params: Params): AccuracyState {
  return {
    subject: params.get("subject")?.slice(0, 100) || null,
    distanceDays:
      distances.find((days) => String(days) === params.get("ahead")) ?? firstAccuracyState.distanceDays,
    days: dayChoices.find((days) => String(days) === params.get("days")) ?? firstAccuracyState.days,
  };
}

/** The query of the address, without what is as it first was. */
export function writeAccuracyState(state: AccuracyState): string {
  const params = new URLSearchParams();
  if (state.subject) params.set("subject", state.subject);
  if (state.distanceDays !== firstAccuracyState.distanceDays) params.set("ahead", String(state.distanceDays));
  if (state.days !== firstAccuracyState.days) params.set("days", String(state.days));
  const text = params.toString();
  return text ? `?${text}` : "";
}
