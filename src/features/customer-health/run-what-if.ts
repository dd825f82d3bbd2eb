import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { wilsonInterval } from "#domain/stats/wilson-interval.ts";
import type { Viewer } from "#platform/viewer.ts";
import { changedWindows } from "./describe-settings.ts";
import type { HealthFeatures } from "./features.ts";
import { readRecordsIn } from "./read-records.ts";
import { scoreCustomer, scoreFeatures } from "./score.ts";
import type { HealthSettings } from "./weights.ts";
import {
  createWhatIfTally,
  needsBooking,
  scoreUnder,
  type WhatIfCounts,
  type WhatIfMove,
} from "./what-if.ts";

/** Customers per read: a few milliseconds of work, so that other requests get their turn. */
const customersPerRead = 2_000;

/** Customers looked at where another window makes reading their records necessary. */
const sampleSize = 2_000;

/** Customers of the sample whose records are read at once. */
const recordsPerRead = 500;

export type WhatIfAsker = { db: Database; viewer: Viewer };

export type WhatIfQuestion = {
  asOf: Date;
  settings: HealthSettings;
  proposed: HealthSettings;
  offset: number;
  limit: number;
};

export type WhatIfOutcome = WhatIfCounts & {
  basis: "everyone" | "sample";
  /** Customers with a score, looked at or not. */
  customers: number;
  /** How many of all would change tier; an interval of 95 % where only a sample was looked at. */
  changedOfAll: { low: number; high: number };
  windows: string[];
  moves: (WhatIfMove & { name: string })[];
};

type Stored = { customer_id: number; features: HealthFeatures };

/**
 * What the proposed settings would do to everyone with a score, as of one instant: the stored features are scored
 * with the settings in force and with the proposed ones. Where a window differs, the records of a sample are read.
 */
export async function runWhatIf(asker: WhatIfAsker, question: WhatIfQuestion): Promise<WhatIfOutcome> {
  const windows = changedWindows(question.settings, question.proposed);
  const tally = createWhatIfTally(question.offset + question.limit);
  const isSample = windows.length > 0;
  return await asViewer(asker.db, asker.viewer, async (trx) => {
    const customers = isSample
      ? await addSample(trx, question, tally)
      : await addEveryone(trx, question, tally);
    const counts = tally.counts();
    return {
      ...counts,
      basis: isSample ? ("sample" as const) : ("everyone" as const),
      customers,
      changedOfAll: changedOfAll(counts, customers),
      windows,
      moves: await withNames(trx, tally.moves().slice(question.offset)),
    };
  });
}

type Tally = ReturnType<typeof createWhatIfTally>;

async function addEveryone(trx: Trx, question: WhatIfQuestion, tally: Tally): Promise<number> {
  let customers = 0;
  let rows = await readStored(trx, Number.MIN_SAFE_INTEGER);
  for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
    customers += rows.length;
    // The database reads the next ones while these are scored.
    const [ahead] = await Promise.all([
      readStored(trx, last.customer_id),
      addStored(trx, rows, question, tally),
    ]);
    rows = ahead;
    await nextTurn();
  }
  return customers;
}

async function readStored(trx: Trx, after: number): Promise<Stored[]> {
  const { rows } = await sql<Stored>`select customer_id, features from customer_health_scores
    where customer_id > ${after} and score is not null order by customer_id limit ${customersPerRead}`.execute(
    trx,
  );
  return rows;
}

async function addStored(trx: Trx, rows: readonly Stored[], question: WhatIfQuestion, tally: Tally) {
  const { settings, proposed, asOf } = question;
  const asOfMs = asOf.getTime();
  const unknown = rows.filter(({ features }) => needsBooking(features, asOfMs, proposed));
  const booked = await whoHasBooked(
    trx,
    unknown.map(({ customer_id }) => customer_id),
    asOf,
  );
  for (const { customer_id: id, features } of rows) {
    const isBooked = booked.size > 0 ? booked.has(id) : false;
    tally.add(
      id,
      scoreFeatures(features, asOfMs, settings),
      scoreUnder(features, asOfMs, proposed, isBooked),
    );
  }
}

// As records-query.ts says it: open and yet to come, running, or known by now to be missed or held later.
async function whoHasBooked(trx: Trx, ids: readonly number[], asOf: Date): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const isLive = sql`customer_id = any(${ids}::bigint[]) and created_at <= ${asOf}
    and (deleted_at is null or deleted_at > ${asOf})`;
  const { rows } = await sql<{ customer_id: number }>`
    select customer_id from sessions where ${isLive} and status in ('scheduled', 'in_progress', 'no_show')
      and case status when 'scheduled' then scheduled_at > ${asOf} when 'no_show' then happened_at > ${asOf} else true end
    union select customer_id from sessions where ${isLive} and status = 'completed' and happened_at > ${asOf}`.execute(
    trx,
  );
  return new Set(rows.map(({ customer_id }) => customer_id));
}

async function addSample(trx: Trx, question: WhatIfQuestion, tally: Tally): Promise<number> {
  const { settings, proposed, asOf } = question;
  const { rows } = await sql<Stored & { customers: number }>`
    select customer_id, features, customers from (
      select customer_id, count(*) over () as customers from customer_health_scores where score is not null
      order by hashint8(customer_id), customer_id limit ${sampleSize}) as drawn
    join customer_health_scores using (customer_id)`.execute(trx);
  for (let at = 0; at < rows.length; at += recordsPerRead) {
    const part = new Map(rows.slice(at, at + recordsPerRead).map((row) => [row.customer_id, row.features]));
    for (const { records } of await readRecordsIn(trx, { ids: [...part.keys()] }, asOf, proposed)) {
      const features = part.get(records.customerId);
      const after = scoreCustomer(records, asOf.getTime(), proposed).scored;
      if (features === undefined || after === null) continue;
      tally.add(records.customerId, scoreFeatures(features, asOf.getTime(), settings), after);
    }
    await nextTurn();
  }
  return rows[0]?.customers ?? 0;
}

function changedOfAll({ changed, examined }: WhatIfCounts, customers: number) {
  if (examined === customers || examined === 0) return { low: changed, high: changed };
  const { lower, upper } = wilsonInterval(changed, examined);
  return { low: Math.round(lower * customers), high: Math.round(upper * customers) };
}

async function withNames(trx: Trx, moves: readonly WhatIfMove[]) {
  if (moves.length === 0) return [];
  const { rows } = await sql<{ customer_id: number; name: string }>`select customer_id, name from customers
    where customer_id = any(${moves.map(({ customerId }) => customerId)}::bigint[])`.execute(trx);
  const names = new Map(rows.map(({ customer_id, name }) => [customer_id, name]));
  return moves.map((move) => ({
    ...move,
    name: names.get(move.customerId) ?? `Customer ${move.customerId}`,
  }));
}
