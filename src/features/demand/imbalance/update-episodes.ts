import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { loadSettings } from "#db/settings.ts";
import { inTransaction } from "#db/transaction.ts";
import type { SharedError } from "#domain/forecasting/shared-error.ts";
import { type OutlookRow, readOutlook } from "../capacity/outlook-rows.ts";
import {
  capacitySettingsName,
  capacitySettingsSchema,
  defaultCapacitySettings,
  hoursAhead,
} from "../capacity/weights.ts";
import { loadDemandSettings } from "../settings.ts";
import { readSharedError } from "../shared-error/keep-shared-error.ts";
import type { BalanceHour, BalanceLimits } from "./find-episodes.ts";
import { findOpeners, type Teacher } from "./find-openers.ts";
import { type Ending, type FollowedEpisode, followEpisodes } from "./follow-episodes.ts";
import { type Lever, leversFor } from "./levers.ts";
import { spareOf } from "./measure-run.ts";
import { balanceHours, countEarlier, readOpenEpisodes } from "./read-episodes.ts";
import { readTeachers } from "./read-teachers.ts";
import { sessionValues } from "./session-values.ts";
import { loadImbalanceSettings } from "./settings.ts";
import type { ImbalanceSettings } from "./weights.ts";
import { type WrittenEpisode, writeEpisodes } from "./write-episodes.ts";

const hourMs = 3_600_000;

/**
 * Raises, carries on and ends the episodes of every subject as of an instant, from the outlook as it is stored, and writes
 * what differs in one transaction with the events for open pages. Runs after `updateCapacity`.
 */
export async function updateEpisodes(db: Database, asOf: Date): Promise<{ open: number; changed: number }> {
  const ground = await readGround(db, asOf);
  const open = await readOpenEpisodes(db);
  const current: Found[] = [];
  const ended: { id: number; subject: string; state: Ending }[] = [];
  for (const subject of new Set([...ground.hours.keys(), ...open.keys()])) {
    const followed = followEpisodes(ground.hours.get(subject) ?? [], open.get(subject) ?? [], {
      asOfMs: asOf.getTime(),
      ...ground,
    });
    current.push(...followed.current.map((episode) => ({ subject, episode })));
    ended.push(...followed.ended.map((end) => ({ subject, ...end })));
  }
  const written = await withLevers(db, current, ground);
  const changed = await inTransaction(db, async (trx) => await writeEpisodes(trx, written, ended, asOf));
  return { open: current.length, changed };
}

type Found = { subject: string; episode: FollowedEpisode };

type Ground = {
  asOf: Date;
  hours: Map<string, BalanceHour[]>;
  limits: BalanceLimits;
  settings: ImbalanceSettings;
  shared: SharedError;
  sessionMinutes: number;
};

async function readGround(db: Database, asOf: Date): Promise<Ground> {
  const [demand, capacity, imbalance] = await Promise.all([
    loadDemandSettings(db),
    loadSettings(db, capacitySettingsName, capacitySettingsSchema, defaultCapacitySettings),
    loadImbalanceSettings(db),
  ]);
  const from = new Date(Math.ceil(asOf.getTime() / hourMs) * hourMs);
  const rows: OutlookRow[] = await readOutlook(db, {
    from,
    to: new Date(from.getTime() + hoursAhead * hourMs),
  });
  return {
    asOf,
    hours: balanceHours(rows),
    limits: demand.value.balance,
    settings: imbalance,
    shared: await readSharedError(db),
    sessionMinutes: capacity.value.usualSessionMinutes,
  };
}

async function withLevers(db: Database, found: readonly Found[], ground: Ground): Promise<WrittenEpisode[]> {
  const shortages = found.filter(({ episode }) => episode.kind === "shortage");
  const subjects = [...new Set(shortages.map(({ subject }) => subject))];
  if (subjects.length === 0) return found.map((one) => ({ ...one, cents: 0, levers: [] }));
  const from = new Date(Math.min(...shortages.map(({ episode }) => episode.startMs)) - 24 * hourMs);
  const to = new Date(Math.max(...shortages.map(({ episode }) => episode.endMs)) + 24 * hourMs);
  const [values, names, teachers] = await Promise.all([
    sessionValues(db, subjects, ground.asOf),
    readNames(db, subjects),
    readTeachers(db, subjects, { asOf: ground.asOf, from, to, sessionMinutes: ground.sessionMinutes }),
  ]);
  const written: WrittenEpisode[] = [];
  for (const { subject, episode } of found) {
    const isShortage = episode.kind === "shortage";
    const named = { subject, name: names.get(subject) ?? subject, teachers: teachers.get(subject) ?? [] };
    const levers = isShortage ? await leversOf(db, episode, named, ground) : [];
    const cents = isShortage ? Math.round(episode.sessions * (values.get(subject) ?? 0)) : 0;
    written.push({ subject, episode, cents, levers });
  }
  return written;
}

async function leversOf(
  db: Database,
  episode: FollowedEpisode,
  { subject, name, teachers }: { subject: string; name: string; teachers: readonly Teacher[] },
  { asOf, hours, settings, sessionMinutes }: Ground,
): Promise<Lever[]> {
  const { startMs, endMs, tutorsMissing } = episode;
  const reachMs = settings.levers.mostMovedHours * hourMs;
  const own = new Set(episode.hours.map((hour) => hour.startMs));
  const around = (hours.get(subject) ?? []).filter(
    (hour) => hour.startMs >= startMs - reachMs && hour.startMs < endMs + reachMs && !own.has(hour.startMs),
  );
  const days = settings.levers.repeatedDays;
  return leversFor(
    {
      subjectName: name,
      asOfMs: asOf.getTime(),
      hours: episode.hours,
      tutorsMissing,
      openers: findOpeners(subject, episode.hours, teachers, settings, sessionMinutes * 60_000),
      spareNearby: around.reduce((sum, hour) => sum + Math.max(0, spareOf(hour)), 0),
      earlier: await countEarlier(db, subject, { startMs, endMs, days }),
    },
    settings,
  );
}

async function readNames(db: Database, subjects: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ subject_code: string; name: string }>`
    select subject_code, name from subjects where subject_code = any(${[...subjects]}::text[])`.execute(db);
  return new Map(rows.map(({ subject_code, name }) => [subject_code, name]));
}
