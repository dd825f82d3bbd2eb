import { daypartOf, type SessionKind } from "#features/tutor-performance/expected-success.ts";
import type { WorldSession } from "./tutor-world.ts";

/** What the specification says of one tutor, session by session, without SQL and without sums of days. */
export type ReferenceCounts = {
  sessions: number;
  noShows: number;
  cancelledByTutor: number;
  seconds: number;
  ratings: number[];
  firstSessions: number;
  /** The rated first sessions: how they went and of what kind they were. */
  firsts: (SessionKind & { rating: number })[];
};

const timeOf = ({ startedMs, scheduledMs }: WorldSession) => startedMs ?? scheduledMs;

export function referenceCounts(
  tutorId: number,
  all: readonly WorldSession[],
  asOfMs: number,
  zoneOf: (customerId: number) => string,
): ReferenceCounts {
  const known = all.filter(
    (session) => timeOf(session) <= asOfMs && (session.deletedMs === null || session.deletedMs > asOfMs),
  );
  const completed = known
    .filter(({ status }) => status === "completed")
    .sort((a, b) => timeOf(a) - timeOf(b) || a.id - b.id);
  const own = known.filter((session) => session.tutorId === tutorId);
  const held = completed.filter((session) => session.tutorId === tutorId);
  const firsts = held.filter(
    (session) => held.find(({ customerId }) => customerId === session.customerId) === session,
  );
  return {
    sessions: held.length,
    noShows: own.filter(({ status }) => status === "no_show").length,
    cancelledByTutor: own.filter(
      ({ status, cancelledBy }) => status === "cancelled" && cancelledBy === "tutor",
    ).length,
    seconds: held.reduce((sum, session) => sum + secondsOf(session), 0),
    ratings: held.flatMap(({ rating }) => (rating === null ? [] : [rating])),
    firstSessions: firsts.length,
    firsts: firsts.flatMap((session) =>
      session.rating === null
        ? []
        : [
            {
              rating: session.rating,
              subjectCode: session.subject,
              isNewCustomer:
                completed.find(({ customerId }) => customerId === session.customerId) === session,
              daypart: daypartOf(hourOf(timeOf(session), zoneOf(session.customerId))),
            },
          ],
    ),
  };
}

function secondsOf({ startedMs, endedMs, minutes }: WorldSession): number {
  if (startedMs !== null && endedMs !== null && endedMs >= startedMs)
    return Math.round((endedMs - startedMs) / 1000);
  return (minutes ?? 0) * 60;
}

function hourOf(ms: number, timeZone: string): number {
  return Number(
    new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" }).format(new Date(ms)),
  );
}
