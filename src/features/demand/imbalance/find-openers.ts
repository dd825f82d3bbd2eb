import { zoneOffsetMs } from "#domain/time/zone-offset.ts";
import type { SupplyTutor } from "../capacity/compute-capacity.ts";
import { tutorHours } from "../capacity/tutor-hours.ts";
import type { Opener } from "./levers.ts";
import type { EpisodeHour } from "./measure-run.ts";
import type { ImbalanceSettings } from "./weights.ts";

const hourMs = 3_600_000;

/** A tutor who offers the subject or has taught it. */
export type Teacher = SupplyTutor & { name: string; taught: number };

/**
 * Who could open hours of an episode: somebody who has taught the subject, is not off and has no session then, and is either
 * not at work, at an hour of the tutor's own day at which one may ask; or at work and free, and does not offer the
 * subject. Whoever offers it and is free then is part of the capacity already. Hours next to those at work can be opened by
 * a longer day.
 */
export function findOpeners(
  subject: string,
  hours: readonly EpisodeHour[],
  teachers: readonly Teacher[],
  { levers }: ImbalanceSettings,
  sessionMs: number,
): Opener[] {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return [];
  const reach = levers.mostExtendedHours;
  const fromMs = first.startMs - reach * hourMs;
  const count = (last.startMs - first.startMs) / hourMs + 1 + 2 * reach;
  return teachers.flatMap((tutor): Opener[] => {
    const { isAtWork, free, held } = tutorHours(tutor, tutor.bookings, { fromMs, count, sessionMs });
    const at = (startMs: number) => (startMs - fromMs) / hourMs;
    const isBusy = (startMs: number) => held.some((booking) => overlaps(booking, startMs));
    const isOff = (startMs: number) => tutor.timeOff.some((off) => overlaps(off, startMs));
    const isNear = (place: number) =>
      Array.from({ length: reach }, (_, step) => step + 1).some(
        (step) => isAtWork[place - step] === 1 || isAtWork[place + step] === 1,
      );
    const open = hours.map(({ startMs }) => startMs).filter((startMs) => !isBusy(startMs) && !isOff(startMs));
    const away = open.filter(
      (startMs) => isAtWork[at(startMs)] === 0 && isDaytime(tutor, startMs, levers.askBetween),
    );
    const extendable = away.filter((startMs) => isNear(at(startMs)));
    const elsewhere = tutor.subjects.includes(subject)
      ? []
      : open.filter((startMs) => isAtWork[at(startMs)] === 1 && (free[at(startMs)] ?? 0) > 0);
    const askable =
      tutor.taught > 0
        ? [...away.filter((startMs) => !isNear(at(startMs))), ...elsewhere].sort((a, b) => a - b)
        : [];
    if (askable.length + extendable.length === 0) return [];
    return [{ id: tutor.tutorId, name: tutor.name, taught: tutor.taught, askable, extendable }];
  });
}

const overlaps = ({ startMs, endMs }: { startMs: number; endMs: number }, hourStartMs: number) =>
  startMs < hourStartMs + hourMs && endMs > hourStartMs;

function isDaytime(
  { timezone }: Teacher,
  startMs: number,
  { from, to }: { from: number; to: number },
): boolean {
  const hour = Math.floor(((startMs + zoneOffsetMs(timezone, startMs)) % (24 * hourMs)) / hourMs);
  return hour >= from && hour < to;
}
