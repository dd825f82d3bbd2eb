import type { Status } from "#ui/status.ts";
import type { SubjectsOverview } from "../schemas/subjects.ts";
import type { ImbalanceEpisodes } from "../work-schemas.ts";
import { type Clocks, sessionsOf, whenOf } from "./demand-words.ts";

export type Headline = { text: string; status: Status };

/** What matters in one sentence: how many subjects will be short, and the first of them. */
export function headlineOf(
  overview: SubjectsOverview,
  episodes: ImbalanceEpisodes,
  clocks: Clocks,
): Headline {
  if (overview.ground.madeAt === null) return { text: "There is no forecast yet.", status: "neutral" };
  const shortages = episodes.data.filter(({ kind, state }) => kind === "shortage" && state === "open");
  const [first] = [...shortages].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  if (!first)
    return overview.all.capacity === null
      ? {
          text: "Demand is forecast; capacity has not been worked out yet, so shortages cannot be told.",
          status: "neutral",
        }
      : { text: noShortage(overview), status: "good" };
  const count = new Set(shortages.map(({ code }) => code)).size;
  const more = episodes.nextCursor === null ? "" : "At least ";
  const subjects = `${more}${count} ${count === 1 ? "subject" : "subjects"}`;
  const isWorst = shortages.some(({ severity }) => severity === "critical");
  return {
    text: `${subjects} short in the next seven days; the first is ${first.name}, ${whenOf(first.startsAt, first.endsAt, clocks)}, about ${sessionsOf(first.unservedSessions)} unserved.`,
    status: isWorst ? "critical" : "warning",
  };
}

/** Short hours that are no shortage: single ones, in which too little is at stake to raise one. */
function noShortage({ data }: SubjectsOverview): string {
  const count = data.filter(({ hoursShort }) => (hoursShort ?? 0) > 0).length;
  if (count === 0) return "No subject is short in the next seven days.";
  const subjects = count === 1 ? "One subject has" : `${count} subjects have`;
  return `No shortage is raised for the next seven days. ${subjects} single short hours, each too small to raise one.`;
}
