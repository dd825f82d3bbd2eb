import { z } from "zod";
import { defineJob } from "#platform/queue/job.ts";
import type { Source } from "#sources/source.ts";
import { reconcileResource } from "./reconcile-resource.ts";
import { reconciledResources } from "./reconciled-resource.ts";

const reconcileInput = z.object({
  resource: z.enum(reconciledResources),
  trigger: z.enum(["schedule", "manual"]),
});

/** Compares one resource with the source and mends what differs. */
export const reconcileJob = (sources: readonly Source[]) =>
  defineJob({
    name: "ingest.reconcile",
    schema: reconcileInput,
    tries: 3,
    backoffSeconds: 60,
    exclusiveKey: ({ resource }) => resource,
    async run(ctx, { resource, trigger }) {
      const report = await reconcileResource(ctx, sources, resource, trigger);
      if (report === null) ctx.log.info({ resource }, "another reconciliation of this resource is running");
      else ctx.log.info(report, "reconciled");
    },
  });
