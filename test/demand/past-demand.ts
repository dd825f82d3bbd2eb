import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { seededRandom } from "#domain/stats/seeded-random.ts";
import {
  type BookedSessions,
  insertSessions,
  insertSubjects,
  noteSessionsRead,
  sumUpDemand,
} from "#test/builders/demand-records.ts";

/** The instant up to which the world has happened. */
export const worldEnd = new Date("2026-03-05T16:00:00Z");

const weeks = 5;
const daysAhead = 8;
const hourMs = 3_600_000;

/** Mean of a subject in an hour of the day, in Chicago's winter. */
function meanAt(subject: string, utcHour: number): number {
  const evening = utcHour >= 21 || utcHour < 4;
  if (subject === "algebra") return evening ? 5 : 0.5;
  return evening ? 1 : 0.1;
}

function poisson(random: () => number, mean: number): number {
  let [count, product] = [0, random()];
  for (; product > Math.exp(-mean); product *= random()) count++;
  return count;
}

/**
 * Five weeks of two subjects and two days of a third one, drawn by chance from known rates, and what is booked of the
 * days ahead: half of the sessions are booked five days before, the other half an hour and a half before.
 */
export async function storeDemandWorld(db: Database): Promise<void> {
  await insertSubjects(db, [
    { code: "algebra", category: "maths" },
    { code: "latin", category: "languages" },
  ]);
  const newFrom = worldEnd.getTime() - 2 * 24 * hourMs;
  await sql`insert into subjects (subject_code, name, category, created_at, updated_at)
    values ('new', 'New', 'languages', ${new Date(newFrom)}, ${new Date(newFrom)})`.execute(db);
  await insertSessions(db, drawSessions());
  await sumUpDemand(db);
  await noteSessionsRead(db, new Date(worldEnd.getTime() + 25 * 60_000));
}

function drawSessions(): BookedSessions[] {
  const random = seededRandom(11);
  const begin = worldEnd.getTime() - weeks * 168 * hourMs;
  const sessions: BookedSessions[] = [];
  for (let startMs = begin; startMs < worldEnd.getTime() + daysAhead * 24 * hourMs; startMs += hourMs) {
    for (const subject of ["algebra", "latin", "new"]) {
      const isPast = startMs < worldEnd.getTime();
      if (subject === "new" && startMs < worldEnd.getTime() - 2 * 24 * hourMs) continue;
      const mean = meanAt(subject, new Date(startMs).getUTCHours()) / 2;
      const status = isPast ? ("completed" as const) : ("scheduled" as const);
      const early = {
        subject,
        hour: new Date(startMs),
        count: poisson(random, mean),
        status,
        leadHours: 120,
      };
      const late = { ...early, count: poisson(random, mean), leadHours: 1.5 };
      const known = [early, late].filter(({ hour, leadHours, count }) => {
        const bookedAt = hour.getTime() - leadHours * hourMs;
        return count > 0 && bookedAt <= worldEnd.getTime();
      });
      sessions.push(...known);
    }
  }
  return sessions;
}
