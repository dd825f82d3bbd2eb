import { z } from "zod";
import { inTransaction } from "#db/transaction.ts";
import { appendEvents, type NewEvent } from "#platform/live/event.ts";
import type { MetricContext, MetricDefinition } from "#platform/metrics/metric.ts";
import { defineJob, type JobContext } from "#platform/queue/job.ts";
import { missingSamples, readMissing } from "./backfill.ts";
import { newestSamples } from "./queries.ts";
import { readSamples, type Sample, storeSamples } from "./sample.ts";

const samplesPerTransaction = 200;

function changedSince(before: readonly Sample[], now: readonly Sample[]): NewEvent[] {
  const known = new Map(before.map((sample) => [`${sample.metric} ${sample.dimension}`, sample.value]));
  const changed = now.filter((sample) => known.get(`${sample.metric} ${sample.dimension}`) !== sample.value);
  const newest = new Map(changed.map((sample) => [sample.metric, sample]));
  return [...newest.values()].map(({ metric, value, sampledAt }) => ({
    kind: "metric.sampled" as const,
    key: metric,
    payload: { value, sampledAt: sampledAt.toISOString() },
  }));
}

async function sampleAll(ctx: JobContext, metrics: readonly MetricDefinition[], businessTimezone: string) {
  const asOf = ctx.now();
  const before = await newestSamples(ctx.db);
  const samples: Sample[] = [];
  for (const metric of metrics)
    samples.push(...(await readSamples({ db: ctx.db, businessTimezone }, metric, asOf)));
  await inTransaction(ctx.db, async (trx) => {
    await storeSamples(trx, samples);
    await appendEvents(trx, changedSince(before, samples));
  });
}

async function backfillMetric(ctx: JobContext, metric: MetricDefinition, metricContext: MetricContext) {
  const gaps = await missingSamples(metricContext, metric, ctx.now());
  let batch: Sample[] = [];
  for (const [index, gap] of gaps.entries()) {
    ctx.signal.throwIfAborted();
    const sample = await readMissing(metricContext, metric, gap);
    // Unknown then may be known later, as when health history is filled: the gap stays open.
    if (sample.value !== null) batch.push(sample);
    if (batch.length < samplesPerTransaction && index < gaps.length - 1) continue;
    const full = batch;
    batch = [];
    await inTransaction(ctx.db, async (trx) => await storeSamples(trx, full));
    await ctx.progress(index + 1, gaps.length, metric.name);
  }
}

/** Sampling, and the filling of hours and days in which nobody sampled. */
export function metricJobs(metrics: readonly MetricDefinition[], businessTimezone: string) {
  const sample = defineJob({
    name: "metrics.sample",
    schema: z.object({}),
    tries: 1,
    backoffSeconds: 5,
    exclusiveKey: () => "metrics.sample",
    async run(ctx) {
      await sampleAll(ctx, metrics, businessTimezone);
    },
  });
  const backfill = defineJob({
    name: "metrics.backfill",
    schema: z.object({}),
    tries: 3,
    backoffSeconds: 30,
    exclusiveKey: () => "metrics.backfill",
    async run(ctx) {
      for (const metric of metrics) await backfillMetric(ctx, metric, { db: ctx.db, businessTimezone });
    },
  });
  return { sample, backfill };
}
