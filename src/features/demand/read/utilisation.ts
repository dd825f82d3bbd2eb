import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { shiftBusinessDay } from "#domain/time/business-day.ts";
import type { DemandContext } from "../demand-context.ts";
import type { SubjectUtilisation } from "../schemas/utilisation.ts";
import { ratio } from "./outlook-hours.ts";

const weeks = 4;

type WeekRow = { code: string; week: number; minutes: number };
type SupplyRow = { code: string; name: string; available: number; tutors: number };

/**
 * Hours taught by hours available over the last 28 business days. A tutor's available hours go to the subjects in proportion
 * to the sessions that the tutor held of each, in equal parts where that is nothing; a week has a quarter
 * of them, as weekly hours repeat.
 */
export async function readUtilisation(ctx: DemandContext): Promise<SubjectUtilisation> {
  const asOf = ctx.now();
  return await asViewer(ctx.db, ctx.viewer, async (trx) => ({
    asOf: asOf.toISOString(),
    data: await utilisationBySubject(trx, asOf, ctx.businessTimezone),
  }));
}

export async function utilisationBySubject(
  trx: Trx,
  asOf: Date,
  timezone: string,
): Promise<SubjectUtilisation["data"]> {
  const starts = Array.from({ length: weeks + 1 }, (_, index) =>
    shiftBusinessDay(asOf, 7 * (index - weeks), timezone),
  );
  const supply = await readSupply(trx);
  const taught = await readTaught(trx, starts);
  return supply.map(({ code, name, available, tutors }) => {
    const byWeek = starts.slice(0, weeks).map((start, week) => {
      const minutes = taught.find((row) => row.code === code && row.week === week)?.minutes ?? 0;
      const [hoursTaught, hoursAvailable] = [minutes / 60, available / weeks];
      return {
        startsOn: dateIn(timezone, start),
        hoursTaught,
        hoursAvailable,
        utilisation: ratio(hoursTaught, hoursAvailable),
      };
    });
    const hoursTaught = byWeek.reduce((sum, week) => sum + week.hoursTaught, 0);
    return {
      code,
      name,
      hoursTaught,
      hoursAvailable: available,
      utilisation: ratio(hoursTaught, available),
      tutors,
      byWeek,
    };
  });
}

const dateIn = (timeZone: string, at: Date) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);

async function readSupply(trx: Trx): Promise<SupplyRow[]> {
  const { rows } = await sql<SupplyRow>`
    with parts as (
      select offered.subject_code, offered.tutor_id, performance.hours_available_28d as hours,
        coalesce(taught.sessions, 0) as sessions,
        sum(coalesce(taught.sessions, 0)) over (partition by offered.tutor_id) as all_sessions,
        count(*) over (partition by offered.tutor_id) as subjects
      from tutor_subjects as offered
      join tutors on tutors.tutor_id = offered.tutor_id and tutors.deleted_at is null and tutors.status = 'active'
      left join tutor_performance as performance on performance.tutor_id = offered.tutor_id
      left join tutor_subject_performance as taught
        on taught.tutor_id = offered.tutor_id and taught.subject_code = offered.subject_code
    )
    select subjects.subject_code as code, subjects.name,
      coalesce(sum(hours * case when all_sessions > 0 then sessions::float8 / all_sessions else 1.0 / parts.subjects end), 0)::float8 as available,
      count(parts.tutor_id)::int as tutors
    from subjects left join parts on parts.subject_code = subjects.subject_code
    where viewer_sees_subject(subjects.subject_code)
    group by 1, 2 order by 2`.execute(trx);
  return rows;
}

async function readTaught(trx: Trx, starts: readonly Date[]): Promise<WeekRow[]> {
  const { rows } = await sql<WeekRow>`
    select subject_code as code, width_bucket(hour, ${sql.val(starts)}::timestamptz[]) - 1 as week, sum(minutes)::float8 as minutes
    from subject_hour_rollups
    where hour >= ${starts[0]} and hour < ${starts.at(-1)} and viewer_sees_subject(subject_code)
    group by 1, 2`.execute(trx);
  return rows;
}
