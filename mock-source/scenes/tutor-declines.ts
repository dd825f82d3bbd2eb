import { type ControlFields, RefusedRequest } from "../server/control-fields.ts";
import { drawForText, readSeed } from "../server/faults/seeded.ts";
import type { Stage } from "../server/stage.ts";
import type { Draw } from "../world/random.ts";
import type { Scene } from "./scene.ts";
import {
  activeRow,
  addSession,
  best,
  dayMs,
  groupBy,
  hourMs,
  mostRows,
  recentSessions,
  type SessionView,
  weekMs,
} from "./scene-rows.ts";

const historyDays = 400;
const pickDays = 120;
const goodBefore = { weeksAgo: 16, sessions: 24, successRate: 0.92 };
/** At least so many slip; more where the tutor's own first sessions of these weeks would hide them. */
const fewestSlipping = 18;
const slippingForEachOwn = 2;
const goodRatings = ["4.0", "4.5", "5.0", "5.0"] as const;
const poorRatings = ["1.5", "2.0", "2.5", "3.0", "3.5"] as const;
const successWhileSlipping = 0.2;
const sessionLimits = { least: 8, most: 60, whole: true } as const;
/** First sessions of so many days have to be good too: whoever slips already is not picked. */
const latelyDays = 28;

export const tutorDeclines: Scene = {
  name: "tutor-declines",
  about:
    "A tutor with a good history whose first sessions with new customers have slipped for some weeks, and slip on.",
  takes:
    "tutor (id; the one with the most well rated sessions by default), weeks of slipping (2 to 8, 4), sessions in them (8 to 60; 18, or twice as many as the tutor's own), everyHours between further ones (0.1 to 168, 12), seed",
  start(fields, stage) {
    const weeks = fields.number("weeks", { least: 2, most: 8, otherwise: 4 });
    const asked = fields.numberOrNull("sessions", sessionLimits);
    const everyHours = fields.number("everyHours", { least: 0.1, most: 168, otherwise: 12 });
    const seed = readSeed(fields);
    const sessions = recentSessions(stage, historyDays);
    const { tutor, why } = pickTutor(fields, stage, sessions);
    fields.refuseRest();
    const draw = drawForText(seed, `tutor-declines ${tutor.id}`);
    const own = sessions.filter((session) => session.tutor === tutor.id);
    const strangers = strangersTo(tutor.id, sessions, draw, stage);
    const nowMs = stage.now();
    const slipsFromMs = nowMs - weeks * weekMs;
    const ownSlipping = ratedFirsts(own).filter((session) => session.scheduledMs >= slipsFromMs).length;
    const count =
      asked ?? Math.min(sessionLimits.most, Math.max(fewestSlipping, slippingForEachOwn * ownSlipping));
    const add = (fromMs: number, toMs: number, n: number, successRate: number) => {
      const planned = drawTimes(draw, own, fromMs, toMs, n).flatMap((scheduledMs) => {
        const customer = strangers.find((stranger) => stranger.firstMs < scheduledMs - dayMs);
        if (!customer) return [];
        strangers.splice(strangers.indexOf(customer), 1);
        return [{ scheduledMs, customer: customer.id }];
      });
      const ratings = drawRatings(draw, planned.length, successRate);
      planned.forEach(({ scheduledMs, customer }, index) => {
        const session = { tutor: tutor.id, subject: tutor.subject, scheduledMs };
        addFirstSession(stage, session, customer, ratings[index] as string);
      });
      return { all: planned.length, good: ratings.filter((rating) => Number(rating) >= 4).length };
    };
    const beganMs = nowMs - goodBefore.weeksAgo * weekMs;
    const before = add(beganMs, slipsFromMs, goodBefore.sessions, goodBefore.successRate);
    const slipped = add(slipsFromMs, nowMs - 2 * hourMs, count, successWhileSlipping);
    return {
      said: `${tutor.name} has ${before.all} more first sessions from before, ${before.good} of them rated 4 or more, and ${slipped.all} more in the last ${weeks} weeks, ${slipped.good} of them rated 4 or more. One more like these comes every ${everyHours} hours.`,
      lookAt: [{ resource: "tutors", id: tutor.id, name: tutor.name, why }],
      plan: { tutor: tutor.id, subject: tutor.subject, everyMs: everyHours * hourMs, seed },
    };
  },
  run(plan, stage) {
    const tutor = Number(plan.tutor);
    const draw = drawForText(Number(plan.seed), `tutor-declines goes on ${tutor} ${stage.now()}`);
    const strangers = strangersTo(tutor, recentSessions(stage, historyDays), draw, stage);
    let dueMs = stage.now() + Number(plan.everyMs);
    const goOn = () => {
      for (; dueMs <= stage.now(); dueMs += Number(plan.everyMs)) {
        const customer = strangers.shift();
        if (!customer) return;
        const session = { tutor, subject: String(plan.subject), scheduledMs: dueMs - hourMs };
        addFirstSession(stage, session, customer.id, rate(draw, draw.chance(successWhileSlipping)));
      }
    };
    return { goOn };
  },
};

const rate = (draw: Draw, isGood: boolean): string => draw.pick(isGood ? goodRatings : poorRatings);

/** So many ratings of which exactly this share is good, in a drawn order: no luck makes the story weaker. */
function drawRatings(draw: Draw, n: number, successRate: number): string[] {
  const good = Math.round(n * successRate);
  return Array.from({ length: n }, (_, index) => ({ rating: rate(draw, index < good), place: draw.unit() }))
    .sort((a, b) => a.place - b.place)
    .map(({ rating }) => rating);
}

function addFirstSession(
  stage: Stage,
  session: { tutor: number; subject: string; scheduledMs: number },
  customer: number,
  rating: string,
): void {
  const bookedMs = session.scheduledMs - 3 * dayMs;
  addSession(stage, { ...session, customer, bookedMs, status: "completed", rating });
}

type Picked = { tutor: { id: number; name: string; subject: string }; why: string };

function pickTutor(fields: ControlFields, stage: Stage, sessions: readonly SessionView[]): Picked {
  const asked = fields.numberOrNull("tutor", { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true });
  const sinceMs = stage.now() - pickDays * dayMs;
  const candidates = [...groupBy(sessions, (session) => session.tutor)]
    .filter(([id]) => asked === null || id === asked)
    .map(([id, own]) => ({
      id,
      row: activeRow(stage, "tutors", id),
      ...historyOf(own, sinceMs, stage.now()),
    }))
    .filter((tutor) => tutor.row !== null && tutor.rated > 0)
    .filter((tutor) => asked !== null || isGood(tutor))
    .sort((a, b) => a.id - b.id);
  const tutor = best(candidates, (one) => one.rated);
  if (tutor?.row == null) {
    throw new RefusedRequest(
      asked === null
        ? "no active tutor has a good history; name one with tutor"
        : "tutor must be the id of an active tutor with rated sessions in the last 120 days",
    );
  }
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const most = asked === null ? "; the most sessions of all tutors as good as that" : "";
  const why = `${tutor.rated} rated sessions in ${pickDays} days, ${percent(tutor.share)} of them 4 or more, as were ${percent(tutor.firstShare)} of ${tutor.firsts} first sessions with a customer${most}`;
  const subject = String((tutor.row.subjects as string[])[0]);
  return { tutor: { id: tutor.id, name: String(tutor.row.name), subject }, why };
}

/** Ratings of the last weeks, and those of first sessions with a customer: all of them, and the latest. */
function historyOf(own: readonly SessionView[], sinceMs: number, nowMs: number) {
  const rated = own.filter((session) => session.rating !== null && session.scheduledMs >= sinceMs);
  const firsts = ratedFirsts(own);
  const lately = firsts.filter((session) => session.scheduledMs >= nowMs - latelyDays * dayMs);
  return {
    rated: rated.length,
    share: shareGood(rated),
    firsts: firsts.length,
    firstShare: shareGood(firsts),
    latelyShare: lately.length === 0 ? null : shareGood(lately),
  };
}

const isGood = ({ share, firstShare, latelyShare }: ReturnType<typeof historyOf>): boolean =>
  share >= 0.85 && firstShare >= 0.8 && (latelyShare ?? 1) >= 0.8;

/** The tutor's first completed session with each customer, where it is rated. */
function ratedFirsts(own: readonly SessionView[]): SessionView[] {
  const held = own.filter((session) => session.status === "completed");
  return [...groupBy(held, (session) => session.customer).values()]
    .map((pair) => pair.reduce((a, b) => (b.scheduledMs < a.scheduledMs ? b : a)))
    .filter((session) => session.rating !== null);
}

const shareGood = (rated: readonly SessionView[]): number =>
  rated.filter((session) => Number(session.rating) >= 4).length / Math.max(1, rated.length);

/** Within a month of signing up customers have had their first session, or never will. */
const settledAfterMs = 30 * dayMs;

/**
 * Active customers who never had the tutor, in a drawn order, with a time from which on they are no beginners: that
 * of their first completed session, or a month after signing up where that session may lie further back than
 * what was looked at.
 */
function strangersTo(tutor: number, sessions: readonly SessionView[], draw: Draw, stage: Stage) {
  const isWhole = stage.source().stores.sessions.shownCount <= mostRows;
  return [...groupBy(sessions, (session) => session.customer)]
    .filter(([, own]) => own.every((session) => session.tutor !== tutor))
    .flatMap(([id, own]) => {
      const row = activeRow(stage, "customers", id);
      const held = own.filter((session) => session.status === "completed");
      if (row === null || held.length < (isWhole ? 3 : 1)) return [];
      const firstMs = Math.min(...held.map((session) => session.scheduledMs));
      const settledMs = Date.parse(String(row.signed_up_at)) + settledAfterMs;
      return [{ id, firstMs: isWhole ? firstMs : Math.min(firstMs, settledMs) }];
    })
    .sort((a, b) => a.id - b.id)
    .map((customer) => ({ ...customer, place: draw.unit() }))
    .sort((a, b) => a.place - b.place);
}

/** Times spread over a span, at hours of the week at which the tutor teaches, and free. */
function drawTimes(
  draw: Draw,
  own: readonly SessionView[],
  fromMs: number,
  toMs: number,
  n: number,
): number[] {
  const taken = new Set(own.map((session) => session.scheduledMs));
  const times: number[] = [];
  for (let i = 0; i < n; i++) {
    const wantedMs = fromMs + ((i + 0.5) / n) * (toMs - fromMs);
    for (let tries = 0; tries < 20; tries++) {
      const hour = draw.pick(own).scheduledMs + draw.between(-1, 1) * hourMs;
      const timeMs = hour + Math.round((wantedMs - hour) / weekMs) * weekMs;
      if (taken.has(timeMs) || timeMs < fromMs || timeMs > toMs) continue;
      taken.add(timeMs);
      times.push(timeMs);
      break;
    }
  }
  return times;
}
