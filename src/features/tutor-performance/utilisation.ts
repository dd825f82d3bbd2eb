import { availabilityBetween, hoursOf } from "#domain/time/availability.ts";
import { type BusinessMoment, utilisationDays } from "./business-calendar.ts";
import type { SubjectBenchmark } from "./model.ts";
import { sumDays } from "./tutor-days.ts";
import type { TutorRecords } from "./tutor-records.ts";
import type { TutorSettings } from "./weights.ts";

export type Utilisation = {
  hoursTaught: number;
  hoursAvailable: number;
  /** Taught ÷ available, shrunken towards the mean of the tutor's subjects; above 1 where more was taught than offered. */
  rate: number;
};

/** Hours of availability less time off in the 28 business days before the current one. */
export function hoursAvailable(
  { timezone, weekly, timeOff }: Pick<TutorRecords, "timezone" | "weekly" | "timeOff">,
  { monthStart, dayStart }: BusinessMoment,
): number {
  return hoursOf(
    availabilityBetween({ timezone, weekly, timeOff }, monthStart.getTime(), dayStart.getTime()),
  );
}

/** (taught + w · mean) ÷ (available + w), the mean being that of the subjects that the tutor offers, w `weightHours`. */
export function measureUtilisation(
  records: TutorRecords,
  moment: BusinessMoment,
  benchmarks: ReadonlyMap<string, SubjectBenchmark>,
  { weightHours, usual }: TutorSettings["utilisation"],
): Utilisation {
  const taught = sumDays(records.days, moment.day - utilisationDays - 1, moment.day - 1).minutesTaught / 60;
  const available = hoursAvailable(records, moment);
  const means = records.offered
    .map((code) => benchmarks.get(code)?.utilisation ?? null)
    .filter((mean) => mean !== null);
  const mean = means.length === 0 ? usual : means.reduce((sum, value) => sum + value, 0) / means.length;
  return {
    hoursTaught: taught,
    hoursAvailable: available,
    rate: (taught + weightHours * mean) / (available + weightHours),
  };
}
