import { z } from "zod";
import { printDecimal } from "../schema/decimal.ts";
import { shortList, withoutRepeatedIds } from "../schema/lists.ts";
import { defineRecordFormat } from "../schema/record-format.ts";
import {
  amountOrNull,
  boolean,
  consent,
  dateOrNull,
  id,
  instant,
  instantOrNull,
  name,
  oneOf,
  text,
  textOrNull,
  timezone,
} from "../schema/scalars.ts";
import type { CustomerRecord, GoalRecord } from "../source.ts";

const goalSchema = z.object({
  id,
  title: text,
  subject: textOrNull,
  is_primary: boolean,
  target_date: dateOrNull,
  completed_at: instantOrNull,
  created_at: instant,
});

const customerSchema = z.object({
  id,
  name,
  email: textOrNull,
  phone: textOrNull,
  timezone,
  acquisition_channel: textOrNull,
  plan: textOrNull,
  monthly_spend: amountOrNull,
  email_consent: consent,
  phone_consent: consent,
  status: oneOf(["active", "paused", "closed"]),
  signed_up_at: instant,
  goals: shortList(goalSchema).check(withoutRepeatedIds),
  created_at: instant,
  updated_at: instant,
  deleted_at: instantOrNull,
});

const normaliseGoal = (goal: z.output<typeof goalSchema>): GoalRecord => ({
  id: goal.id,
  title: goal.title,
  subjectCode: goal.subject,
  isPrimary: goal.is_primary,
  targetDate: goal.target_date,
  completedAt: goal.completed_at,
  createdAt: goal.created_at,
});

const normaliseCustomer = (outside: z.output<typeof customerSchema>): CustomerRecord => ({
  id: outside.id,
  name: outside.name,
  email: outside.email,
  phone: outside.phone,
  timezone: outside.timezone,
  acquisitionChannel: outside.acquisition_channel,
  plan: outside.plan,
  monthlySpend: outside.monthly_spend,
  emailConsent: outside.email_consent,
  phoneConsent: outside.phone_consent,
  status: outside.status,
  signedUpAt: outside.signed_up_at,
  goals: outside.goals.map(normaliseGoal),
  createdAt: outside.created_at,
  updatedAt: outside.updated_at,
  deletedAt: outside.deleted_at,
});

const printGoal = (goal: GoalRecord) => ({
  id: goal.id,
  title: goal.title,
  subject: goal.subjectCode,
  is_primary: goal.isPrimary,
  target_date: goal.targetDate,
  completed_at: goal.completedAt,
  created_at: goal.createdAt,
});

export const customerFormat = defineRecordFormat({
  resource: "customers",
  schema: customerSchema,
  cells: {
    id: "number",
    name: "text",
    email: "text",
    phone: "text",
    timezone: "text",
    acquisition_channel: "text",
    plan: "text",
    monthly_spend: "text",
    email_consent: "boolean",
    phone_consent: "boolean",
    status: "text",
    signed_up_at: "text",
    goals: "json",
    created_at: "text",
    updated_at: "text",
    deleted_at: "text",
  },
  lists: { goals: Object.keys(goalSchema.shape) },
  normalise: normaliseCustomer,
  print: (customer) => ({
    id: customer.id,
    name: customer.name,
    email: customer.email,
    phone: customer.phone,
    timezone: customer.timezone,
    acquisition_channel: customer.acquisitionChannel,
    plan: customer.plan,
    monthly_spend: customer.monthlySpend === null ? null : printDecimal(customer.monthlySpend),
    email_consent: customer.emailConsent,
    phone_consent: customer.phoneConsent,
    status: customer.status,
    signed_up_at: customer.signedUpAt,
    goals: customer.goals.map(printGoal),
    created_at: customer.createdAt,
    updated_at: customer.updatedAt,
    deleted_at: customer.deletedAt,
  }),
});
