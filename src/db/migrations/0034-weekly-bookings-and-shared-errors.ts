import { type Kysely, sql } from "kysely";

/**
 * Two more leads by which bookings are counted, just under a week, and which leads a stored booking curve has; and what
 * forecasts err together.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table demand_hour_rollups
      add column booked_162h integer not null default 0,
      add column booked_165h integer not null default 0;
    update demand_hour_rollups as rollup set booked_162h = counted.booked_162h, booked_165h = counted.booked_165h
    from (
      select subject_code, hour, count(*) filter (where created_at <= hour - interval '162 hours') as booked_162h,
        count(*) filter (where created_at <= hour - interval '165 hours') as booked_165h
      from (select subject_code, created_at, date_bin('1 hour', scheduled_at, 'epoch') as hour
        from sessions where deleted_at is null) as live
      group by subject_code, hour
    ) as counted
    where counted.subject_code = rollup.subject_code and counted.hour = rollup.hour and counted.booked_162h > 0;
    update forecast_runs set booking_curve = jsonb_set(booking_curve, '{curve,leads}', '[1, 6, 12, 24, 48, 72, 96, 120, 144, 168]')
    where booking_curve ? 'curve';
    create table forecast_shared_errors (
      estimated_at timestamptz primary key,
      days integer not null,
      everywhere double precision not null check (everywhere >= 0),
      day double precision not null check (day >= 0),
      series double precision not null check (series >= 0),
      series_day double precision not null check (series_day >= 0)
    );
    comment on table forecast_shared_errors is 'How far rates of hours are off together, as variances of shares: of all hours, of a day, of a subject, of a subject on a day.';
    grant select on forecast_shared_errors to dashboard_web;
  `)
    .execute(db);
}

/** Curves that were learned by the two leads too lose them: the version before goes by the place in the list. */
export async function down(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ run_id: string; kept: { curve: Curve } }>`
    select run_id, booking_curve as kept from forecast_runs where booking_curve ? 'curve'`.execute(db);
  for (const { run_id, kept } of rows) {
    const before = JSON.stringify({ ...kept, curve: withoutNewLeads(kept.curve) });
    await sql`update forecast_runs set booking_curve = ${before}::jsonb where run_id = ${run_id}`.execute(db);
  }
  await sql
    .raw(`
    alter table demand_hour_rollups drop column booked_162h, drop column booked_165h;
    drop table forecast_shared_errors;
  `)
    .execute(db);
}

type Shares = Record<string, number[]>;
type Curve = { leads?: number[]; shares: Shares; ofSeries: Record<string, Shares>; correlation: number[] };

function withoutNewLeads({ leads = [], shares, ofSeries, correlation }: Curve): Curve {
  const isKept = (_: number, place: number) => leads[place] !== 162 && leads[place] !== 165;
  const kept = (values: Shares) =>
    Object.fromEntries(Object.entries(values).map(([type, own]) => [type, own.filter(isKept)]));
  return {
    shares: kept(shares),
    ofSeries: Object.fromEntries(Object.entries(ofSeries).map(([series, own]) => [series, kept(own)])),
    correlation: correlation.filter(isKept),
  };
}
