import { type ControlFields, RefusedRequest } from "../server/control-fields.ts";
import { drawForText, readSeed } from "../server/faults/seeded.ts";
import { firstInsertedId } from "../server/inserted-rows.ts";
import type { Stage } from "../server/stage.ts";
import type { Row } from "../world/model.ts";
import type { Scene } from "./scene.ts";
import {
  activeRow,
  addSession,
  best,
  cancelledBy,
  changeRow,
  dayMs,
  groupBy,
  hourMs,
  printMs,
  recentSessions,
  type SessionView,
  weekMs,
} from "./scene-rows.ts";

const ahead = { fromHours: 12, toHours: 72 };
const hoursPerDay = 3;
const buildsUpWithinMs = 2 * hourMs;
/** So much at once that the shortage shows in the first look that the product takes. */
const shareAtOnce = 0.8;

export const shortage: Scene = {
  name: "shortage",
  about:
    "In one subject bookings build up for hours 12 to 72 hours ahead while tutors of the subject take time off.",
  takes:
    "subject (code; the one with the most bookings for each tutor by default), awayShare of its tutors (0.1 to 1, 0.5), seed",
  start(fields, stage) {
    const awayShare = fields.number("awayShare", { least: 0.1, most: 1, otherwise: 0.5 });
    const seed = readSeed(fields);
    const sessions = recentSessions(stage, 35);
    const { subject, tutors, why } = pickSubject(fields, stage, sessions);
    fields.refuseRest();
    const away = sendAway(stage, tutors, awayShare);
    const hours = busiestHours(stage, subject, sessions);
    const bookings = planBookings(hours, subject, sessions, tutors.length - away.length);
    const draw = drawForText(seed, `shortage ${subject}`);
    const mixed = bookings
      .map((hourAt) => ({ hourAt, place: draw.unit() }))
      .sort((a, b) => a.place - b.place)
      .map(({ hourAt }) => hourAt);
    const atOnce = Math.ceil(mixed.length * shareAtOnce);
    const plan = { subject, seed, tutors: ids(tutors), away: ids(away), startedMs: stage.now() };
    for (const [index, hourAt] of mixed.slice(0, atOnce).entries()) addBooking(stage, plan, hourAt, index);
    return {
      said: `${away.length} of ${tutors.length} tutors of ${subject} take time off from ${printMs(stage.now() + ahead.fromHours * hourMs)} for 60 hours. ${atOnce} bookings came at once for ${hours.length} busy hours in that time, and ${mixed.length - atOnce} more come within two hours.`,
      lookAt: [
        { resource: "subjects", id: subject, name: subject, why },
        ...away.map(({ id, name }) => ({ resource: "tutors" as const, id, name, why: "takes time off" })),
      ],
      plan: { ...plan, left: mixed.slice(atOnce), added: atOnce },
    };
  },
  run(given, stage) {
    const plan = given as ShortagePlan;
    // After a restart, those that were due before it have been made.
    let made = dueBy(stage.now(), plan.startedMs, plan.left.length);
    const own = ownBookings(stage, plan.subject);
    const goOn = () => {
      for (const due = dueBy(stage.now(), plan.startedMs, plan.left.length); made < due; made++) {
        own.push(addBooking(stage, plan, plan.left[made] as number, plan.added + made));
      }
      for (const booking of own) holdSession(stage, plan, booking);
    };
    const end = () => {
      for (const { id, status } of ownBookings(stage, plan.subject)) {
        if (status === "scheduled") changeRow(stage, "sessions", id, cancelledBy("customer"));
      }
    };
    return { goOn, end };
  },
};

type ShortagePlan = Booking & { away: number[]; startedMs: number; left: number[]; added: number };

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

/** Bookings that this scene has made and that are not over; the world does not know of them. */
const ownBookings = (stage: Stage, subject: string): SessionView[] =>
  recentSessions(stage, 35).filter(
    (session) =>
      session.id >= firstInsertedId &&
      session.subject === subject &&
      ["scheduled", "in_progress"].includes(session.status),
  );

/** Lets a booking begin and end in its time; a tutor who is away cancels it some hours before. */
function holdSession(stage: Stage, plan: ShortagePlan, booking: SessionView): void {
  const { id, scheduledMs } = booking;
  const untilMs = scheduledMs - stage.now();
  const become = (status: string, fields: Row) => {
    booking.status = status;
    changeRow(stage, "sessions", id, fields);
  };
  if (booking.status === "scheduled" && untilMs <= 0) {
    become("in_progress", { status: "in_progress", started_at: printMs(scheduledMs) });
  } else if (booking.status === "scheduled" && untilMs <= 6 * hourMs && plan.away.includes(booking.tutor)) {
    become("cancelled", cancelledBy("tutor"));
  }
  if (booking.status === "in_progress" && untilMs <= -hourMs) {
    become("completed", { status: "completed", ended_at: printMs(scheduledMs + hourMs) });
  }
}

const dueBy = (nowMs: number, startedMs: number, all: number): number =>
  Math.min(all, Math.floor(((nowMs - startedMs) / buildsUpWithinMs) * all));

type TutorView = { id: number; name: string; row: Row };

function pickSubject(fields: ControlFields, stage: Stage, sessions: readonly SessionView[]) {
  const asked = fields.has("subject") ? String(fields.raw("subject")) : null;
  const store = stage.source().stores.tutors;
  const active = store
    .latestIds(0, store.shownCount)
    .sort((a, b) => a - b)
    .flatMap((id): TutorView[] => {
      const row = activeRow(stage, "tutors", id);
      return row === null ? [] : [{ id, name: String(row.name), row }];
    });
  const bookedOf = groupBy(
    sessions.filter((session) => session.status === "scheduled" && session.scheduledMs > stage.now()),
    (session) => session.subject,
  );
  const codes = [...new Set(active.flatMap((tutor) => tutor.row.subjects as string[]))].sort();
  const subjects = codes
    .filter((code) => asked === null || code === asked)
    .map((subject) => {
      const tutors = active.filter((tutor) => (tutor.row.subjects as string[]).includes(subject));
      return { subject, tutors, booked: bookedOf.get(subject)?.length ?? 0 };
    })
    .filter(({ tutors }) => asked !== null || tutors.length >= 3);
  const chosen = best(subjects, ({ booked, tutors }) => booked / tutors.length);
  if (chosen === null) throw new RefusedRequest("subject must be the code of a subject with active tutors");
  const perTutor = (chosen.booked / chosen.tutors.length).toFixed(1);
  const most = asked === null ? ", the most of all subjects with three tutors or more" : "";
  return {
    ...chosen,
    why: `${chosen.booked} sessions booked, ${perTutor} for each of ${chosen.tutors.length} tutors${most}`,
  };
}

function sendAway(stage: Stage, tutors: readonly TutorView[], share: number): TutorView[] {
  const away = tutors.slice(0, Math.max(1, Math.floor(tutors.length * share)));
  const off = {
    starts_at: printMs(stage.now() + ahead.fromHours * hourMs),
    ends_at: printMs(stage.now() + ahead.toHours * hourMs),
  };
  for (const { id, row } of away) {
    changeRow(stage, "tutors", id, { time_off: [...(row.time_off as Row[]), off] });
  }
  return away;
}

/** Of each day ahead, the hours one after the other in which the subject was busiest over the last four weeks. */
function busiestHours(stage: Stage, subject: string, sessions: readonly SessionView[]): number[] {
  const hourOfWeek = (ms: number) => Math.floor((ms % weekMs) / hourMs);
  const usual = groupBy(
    sessions.filter(
      (session) => session.subject === subject && session.scheduledMs > stage.now() - 4 * weekMs,
    ),
    (session) => hourOfWeek(session.scheduledMs),
  );
  const firstMs = Math.ceil(stage.now() / hourMs) * hourMs + ahead.fromHours * hourMs;
  const days = Math.floor((ahead.toHours - ahead.fromHours) / 24);
  const weight = (ms: number) => usual.get(hourOfWeek(ms))?.length ?? 0;
  return Array.from({ length: days }, (_, day) => firstMs + day * dayMs).flatMap((dayStartMs) => {
    const begins = Array.from({ length: 24 - hoursPerDay }, (_, hour) => dayStartMs + hour * hourMs);
    const stretch = (ms: number) => Array.from({ length: hoursPerDay }, (_, hour) => ms + hour * hourMs);
    const busy = (ms: number) => stretch(ms).reduce((sum, hour) => sum + weight(hour), 0);
    return stretch(best(begins, busy) ?? dayStartMs);
  });
}

/** One entry for each booking: as many in an hour as the tutors who are left can hold, half as many again, and two. */
function planBookings(
  hours: readonly number[],
  subject: string,
  sessions: readonly SessionView[],
  tutorsLeft: number,
): number[] {
  return hours.flatMap((hourAt) => {
    const isThen = (session: SessionView) =>
      session.scheduledMs >= hourAt && session.scheduledMs < hourAt + hourMs;
    const booked = sessions.filter(
      (session) => session.subject === subject && session.status === "scheduled" && isThen(session),
    ).length;
    return Array<number>(Math.max(0, Math.ceil(tutorsLeft * 1.5) + 2 - booked)).fill(hourAt);
  });
}

type Booking = { subject: string; seed: number; tutors: number[] };

function addBooking(
  stage: Stage,
  { subject, seed, tutors }: Booking,
  scheduledMs: number,
  index: number,
): SessionView {
  const draw = drawForText(seed, `booking ${subject} ${index}`);
  const store = stage.source().stores.customers;
  let customer = 1;
  for (let tries = 0; tries < 50; tries++) {
    customer = store.idAt(draw.between(0, store.shownCount - 1)) ?? 1;
    if (activeRow(stage, "customers", customer) !== null) break;
  }
  const tutor = tutors[(tutors.length - 1 - (index % tutors.length)) % tutors.length] as number;
  const session = { customer, tutor, subject, scheduledMs, status: "scheduled" } as const;
  return { ...session, id: addSession(stage, { ...session, bookedMs: stage.now() }), rating: null };
}
