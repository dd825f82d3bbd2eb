import { z } from "zod";
import { defineRecordFormat } from "../schema/record-format.ts";
import { id, instant, instantOrNull, integerOrNull, label } from "../schema/scalars.ts";

const callSchema = z.object({
  id,
  customer_id: id,
  called_at: instant,
  // One that is not on the contract's list is kept as it came, and counted as `other`.
  reason_code: label,
  duration_seconds: integerOrNull,
  created_at: instant,
  updated_at: instant,
  deleted_at: instantOrNull,
});

export const callFormat = defineRecordFormat({
  resource: "calls",
  schema: callSchema,
  cells: {
    id: "number",
    customer_id: "number",
    called_at: "text",
    reason_code: "text",
    duration_seconds: "number",
    created_at: "text",
    updated_at: "text",
    deleted_at: "text",
  },
  lists: {},
  normalise: (outside) => ({
    id: outside.id,
    customerId: outside.customer_id,
    calledAt: outside.called_at,
    reasonCode: outside.reason_code,
    durationSeconds: outside.duration_seconds,
    createdAt: outside.created_at,
    updatedAt: outside.updated_at,
    deletedAt: outside.deleted_at,
  }),
  print: (call) => ({
    id: call.id,
    customer_id: call.customerId,
    called_at: call.calledAt,
    reason_code: call.reasonCode,
    duration_seconds: call.durationSeconds,
    created_at: call.createdAt,
    updated_at: call.updatedAt,
    deleted_at: call.deletedAt,
  }),
});
