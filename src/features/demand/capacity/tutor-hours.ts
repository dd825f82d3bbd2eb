import { type Availability, availabilityBetween, type Interval } from "#domain/time/availability.ts";

const hourMs = 3_600_000;

/** A session that a tutor is booked for; in milliseconds since 1970. */
export type Booking = { subject: string; startMs: number; endMs: number };

/** What one tutor is doing in the hours from `fromMs` on, one place for each hour. */
export type TutorHours = {
  /** 1 where the tutor is at work for at least half of the hour, within a stretch of a usual session's length; else 0. */
  isAtWork: Uint8Array;
  /** Sessions of usual length that the free time of the hour has room for. */
  free: Float64Array;
  /** Bookings that the tutor can hold. */
  held: Booking[];
};

export type Hours = {
  /** When the first hour begins. */
  fromMs: number;
  count: number;
  /** How long a session usually lasts. */
  sessionMs: number;
};

/**
 * Hours of a tutor who is at work by the weekly hours less time off, and who holds what is booked.
 *
 * A stretch shorter than a usual session counts for nothing; of a longer one each hour counts by the share of it that the
 * stretch covers, in sessions: from 17:30 to 21:00 there is room for half a session in the first hour and for one in
 * each of the other three. What is booked takes its whole length: after 90 minutes from 18:00 there is half of 19:00 left.
 *
 * A booking is held where the tutor is not off and not busy with one that began earlier (of two that begin together, the
 * first in the list): each tutor is one person. Outside of the weekly hours it is held all the same; the tutor agreed to it.
 */
export function tutorHours(
  availability: Availability,
  bookings: readonly Booking[],
  hours: Hours,
): TutorHours {
  const { fromMs, count, sessionMs } = hours;
  const held = heldBookings(bookings, availability.timeOff);
  const isAtWork = new Uint8Array(count);
  const free = new Float64Array(count);
  // Stretches that reach over the edges of the window are as long as they are.
  const work = availabilityBetween(availability, fromMs - sessionMs, fromMs + count * hourMs + sessionMs);
  for (const stretch of work) {
    if (lengthOf(stretch) < sessionMs) continue;
    eachHour(stretch, hours, (hour, ms) => {
      if (ms >= hourMs / 2) isAtWork[hour] = 1;
    });
  }
  for (const stretch of withoutBookings(work, held)) {
    if (lengthOf(stretch) < sessionMs) continue;
    eachHour(stretch, hours, (hour, ms) => {
      free[hour] = (free[hour] ?? 0) + ms / sessionMs;
    });
  }
  for (const booking of held) {
    eachHour(booking, hours, (hour, ms) => {
      if (ms >= hourMs / 2) isAtWork[hour] = 1;
    });
  }
  return { isAtWork, free, held };
}

function heldBookings(bookings: readonly Booking[], timeOff: readonly Interval[]): Booking[] {
  const held: Booking[] = [];
  let busyUntilMs = Number.NEGATIVE_INFINITY;
  for (const booking of [...bookings].sort((a, b) => a.startMs - b.startMs)) {
    const isOff = timeOff.some((off) => off.startMs < booking.endMs && off.endMs > booking.startMs);
    if (isOff || booking.startMs < busyUntilMs) continue;
    held.push(booking);
    busyUntilMs = booking.endMs;
  }
  return held;
}

/** `held` is in order and apart, as `work` is. */
function withoutBookings(work: readonly Interval[], held: readonly Booking[]): Interval[] {
  if (held.length === 0) return [...work];
  return work.flatMap(({ startMs, endMs }) => {
    const parts: Interval[] = [];
    let freeFromMs = startMs;
    for (const booking of held) {
      if (booking.endMs <= freeFromMs || booking.startMs >= endMs) continue;
      if (booking.startMs > freeFromMs) parts.push({ startMs: freeFromMs, endMs: booking.startMs });
      freeFromMs = booking.endMs;
    }
    if (freeFromMs < endMs) parts.push({ startMs: freeFromMs, endMs });
    return parts;
  });
}

const lengthOf = ({ startMs, endMs }: Interval) => endMs - startMs;

function eachHour(
  { startMs, endMs }: Interval,
  { fromMs, count }: Hours,
  take: (hour: number, ms: number) => void,
): void {
  const first = Math.max(0, Math.floor((startMs - fromMs) / hourMs));
  const last = Math.min(count - 1, Math.ceil((endMs - fromMs) / hourMs) - 1);
  for (let hour = first; hour <= last; hour++) {
    const beginsMs = fromMs + hour * hourMs;
    take(hour, Math.min(endMs, beginsMs + hourMs) - Math.max(startMs, beginsMs));
  }
}
