import { z } from "zod";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { type TutorFlag, tutorFlags } from "#domain/tutors/tutor-flag.ts";
import { appendAudit } from "#platform/audit.ts";
import type { Clock } from "#platform/clock.ts";
import { AppError } from "#platform/errors.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { Viewer } from "#platform/viewer.ts";
import * as queries from "./queries.ts";
import type {
  CoachingTask,
  CoachingTasks,
  closeTaskSchema,
  handOverSchema,
  newTaskSchema,
} from "./schemas.ts";
import { laterInstant, measuresBefore, type WeekCounts } from "./stretches.ts";
import { comparedWeeks } from "./weights.ts";

export type CoachingContext = { db: Database; viewer: Viewer; now: Clock; requestId?: string | undefined };

const placeSchema = z.object({ dueOn: z.string(), id: z.int() });

/** One page of tasks with the measures around them. */
export async function listTasks(
  { db, viewer, now }: CoachingContext,
  {
    cursor,
    pageSize,
    ...selection
  }: queries.TaskSelection & { cursor?: string | undefined; pageSize: number },
): Promise<CoachingTasks> {
  const place = cursor === undefined ? null : decodeCursor(cursor, placeSchema);
  return await asViewer(db, viewer, async (trx) => {
    const rows = await queries.readTasks(trx, selection, place, pageSize + 1);
    const page = rows.slice(0, pageSize);
    const last = rows.length > page.length ? page.at(-1) : undefined;
    return {
      data: await withMeasures(trx, page, now(), viewer.timezone),
      nextCursor: last ? encodeCursor({ dueOn: last.due_on, id: last.task_id }) : null,
      ...(await queries.countTasks(trx, selection, todayIn(viewer.timezone, now()))),
    };
  });
}

/** Gives a task. Throws invalid_input where the owner, the tutor or the subject is not one. */
export async function giveTask(
  ctx: CoachingContext,
  task: z.output<typeof newTaskSchema>,
): Promise<CoachingTask> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const owner = await ownerOf(trx, task.ownerId);
    await checkNamed(trx, task);
    const { task_id: id } = await trx
      .insertInto("coaching_tasks")
      .values({
        tutor_id: task.tutorId,
        flag: task.flag,
        subject_code: task.subjectCode,
        title: task.title,
        note: task.note || null,
        owner_id: owner.id,
        owner_name: owner.name,
        due_on: task.dueOn,
        state: "open",
        created_by: ctx.viewer.userId,
        created_by_name: ctx.viewer.name,
        created_at: ctx.now(),
      })
      .returning("task_id")
      .executeTakeFirstOrThrow();
    return await finish(ctx, trx, id, "coaching_task.given", task);
  });
}

/** Closes an open task. Throws conflict where somebody has closed it. */
export async function closeTask(
  ctx: CoachingContext,
  id: number,
  { state, note }: z.output<typeof closeTaskSchema>,
): Promise<CoachingTask> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await openTask(trx, id);
    await trx
      .updateTable("coaching_tasks")
      .set({ state, closing_note: note || null, closed_at: ctx.now(), closed_by_name: ctx.viewer.name })
      .where("task_id", "=", id)
      .execute();
    return await finish(ctx, trx, id, `coaching_task.${state}`, { note });
  });
}

/** Gives an open task to somebody else, or more time. */
export async function handOverTask(
  ctx: CoachingContext,
  id: number,
  { ownerId, dueOn }: z.output<typeof handOverSchema>,
): Promise<CoachingTask> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const before = await openTask(trx, id);
    const owner = await ownerOf(trx, ownerId);
    await trx
      .updateTable("coaching_tasks")
      .set({ owner_id: owner.id, owner_name: owner.name, due_on: dueOn })
      .where("task_id", "=", id)
      .execute();
    const from = { ownerId: before.owner_id, dueOn: before.due_on };
    return await finish(ctx, trx, id, "coaching_task.handed_over", { from, to: { ownerId, dueOn } });
  });
}

async function openTask(trx: Trx, id: number) {
  const task = await queries.lockTask(trx, id);
  if (task === undefined) throw new AppError("not_found", `There is no coaching task ${id}.`);
  if (task.state !== "open")
    throw new AppError("conflict", `The task is ${task.state} already. Reload the page.`);
  return task;
}

async function ownerOf(trx: Trx, ownerId: string) {
  const owner = (await queries.readOwners(trx)).find(({ id }) => id === ownerId);
  if (owner) return owner;
  throw new AppError(
    "invalid_input",
    "The owner has to be a user who may act: an operator or an administrator.",
  );
}

async function checkNamed(trx: Trx, { tutorId, subjectCode }: z.output<typeof newTaskSchema>): Promise<void> {
  const tutor = await trx
    .selectFrom("tutors")
    .select("tutor_id")
    .where("tutor_id", "=", tutorId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (!tutor) throw new AppError("invalid_input", `There is no tutor ${tutorId}.`);
  if (subjectCode === null) return;
  const subject = await trx
    .selectFrom("subjects")
    .select("subject_code")
    .where("subject_code", "=", subjectCode)
    .executeTakeFirst();
  if (!subject) throw new AppError("invalid_input", `There is no subject "${subjectCode}".`);
}

/** Audits what was done, tells those who look on, and answers the task as it is now. */
async function finish(
  { viewer, now, requestId }: CoachingContext,
  trx: Trx,
  id: number,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Promise<CoachingTask> {
  const row = await queries.readTask(trx, id);
  if (row === undefined) throw new AppError("internal", "The task was not stored.");
  const [task] = await withMeasures(trx, [row], now(), viewer.timezone);
  if (task === undefined) throw new AppError("internal", "The task was not stored.");
  await appendAudit(trx, viewer, {
    action,
    entity: "coaching_task",
    entityId: String(id),
    details,
    requestId,
  });
  await appendEvents(trx, [{ kind: "coaching.changed", key: String(task.tutorId), payload: { taskId: id } }]);
  return task;
}

async function withMeasures(
  trx: Trx,
  rows: readonly queries.TaskRow[],
  now: Date,
  timezone: string,
): Promise<CoachingTask[]> {
  const earliest = Math.min(now.getTime(), ...rows.map(({ created_at }) => created_at.getTime()));
  const from = new Date(earliest - (comparedWeeks + 1) * 7 * 86_400_000).toISOString().slice(0, 10);
  const weeks = await queries.readWeeks(trx, [...new Set(rows.map(({ tutor_id }) => tutor_id))], from);
  const today = todayIn(timezone, now);
  return rows.map((row) => toTask(row, weeks.get(row.tutor_id) ?? [], now, today));
}

function toTask(row: queries.TaskRow, weeks: readonly WeekCounts[], now: Date, today: string): CoachingTask {
  const laterAt = row.state === "done" && row.closed_at ? laterInstant(row.closed_at) : null;
  return {
    id: row.task_id,
    tutorId: row.tutor_id,
    tutor: row.tutor,
    flag: tutorFlags.find((flag): flag is TutorFlag => flag === row.flag) ?? null,
    subjectCode: row.subject_code,
    subject: row.subject,
    title: row.title,
    note: row.note,
    ownerId: row.owner_id,
    owner: row.owner_name,
    dueOn: row.due_on,
    state: row.state as CoachingTask["state"],
    isOverdue: row.state === "open" && row.due_on < today,
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    closedBy: row.closed_by_name,
    closedAt: row.closed_at?.toISOString() ?? null,
    closingNote: row.closing_note,
    before: measuresBefore(row.created_at, weeks),
    atClosing: row.closed_at ? measuresBefore(row.closed_at, weeks) : null,
    later: laterAt && laterAt <= now ? measuresBefore(laterAt, weeks) : null,
    laterFrom: laterAt?.toISOString() ?? null,
  };
}

/** The calendar day of `now` in a timezone, as YYYY-MM-DD. */
function todayIn(timezone: string, now: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" }).format(now);
}
