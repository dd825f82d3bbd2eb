import { z } from "@hono/zod-openapi";
import { roles } from "#platform/viewer.ts";
import { maxPasswordLength, minPasswordLength } from "./limits.ts";

export const roleSchema = z.enum(roles, { error: `Choose one of ${roles.join(", ")}` });

export const emailSchema = z
  .email({ error: "Write the e-mail address as name@company.com" })
  .max(254)
  .transform((email) => email.toLowerCase());

export const nameSchema = z.string().trim().min(1, { error: "Write a name" }).max(80);

export const passwordSchema = z
  .string()
  .min(minPasswordLength, { error: `Choose a password of at least ${minPasswordLength} characters` })
  .max(maxPasswordLength, { error: `Choose a password of at most ${maxPasswordLength} characters` });

export const timezoneSchema = z
  .string()
  .refine((zone) => zone === "UTC" || Intl.supportedValuesOf("timeZone").includes(zone), {
    error: "Choose a timezone such as Europe/Berlin",
  });

export const instantSchema = z.iso.datetime();
export const nothing = { 204: { description: "Done" } } as const;

export const userSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: roleSchema,
    timezone: z.string(),
    disabledAt: instantSchema.nullable(),
    createdAt: instantSchema,
    lastSignInAt: instantSchema.nullable(),
    customerIds: z.array(z.int()),
    subjectCodes: z.array(z.string()),
  })
  .openapi("User", { description: "Empty customerIds or subjectCodes stand for all." });

export const invitationSchema = z
  .object({
    id: z.int(),
    email: z.string(),
    role: roleSchema,
    invitedBy: z.string().nullable(),
    sentAt: instantSchema,
    expiresAt: instantSchema,
    state: z.enum(["open", "expired", "accepted", "revoked"]),
  })
  .openapi("Invitation");

export const apiTokenSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    prefix: z.string(),
    role: roleSchema,
    createdBy: z.string().nullable(),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    lastUsedAt: instantSchema.nullable(),
    revokedAt: instantSchema.nullable(),
  })
  .openapi("ApiToken");

export const auditEntrySchema = z
  .object({
    id: z.int(),
    at: instantSchema,
    actor: z.string(),
    actorKind: z.enum(["user", "token", "system"]),
    action: z.string(),
    entity: z.string(),
    entityId: z.string(),
    details: z.record(z.string(), z.unknown()),
    requestId: z.string().nullable(),
  })
  .openapi("AuditEntry");

export const profileSchema = z
  .object({
    id: z.string(),
    kind: z.enum(["user", "token"]),
    name: z.string(),
    email: z.string().nullable(),
    role: roleSchema,
    timezone: z.string(),
    theme: z.enum(["system", "light", "dark"]),
    density: z.enum(["comfortable", "compact"]),
  })
  .openapi("Profile");

export const browserSchema = z
  .object({
    id: z.string(),
    userAgent: z.string().nullable(),
    ipAddress: z.string().nullable(),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    isCurrent: z.boolean(),
  })
  .openapi("SignedInBrowser");

export type User = z.infer<typeof userSchema>;
export type Invitation = z.infer<typeof invitationSchema>;
export type ApiToken = z.infer<typeof apiTokenSchema>;
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type Browser = z.infer<typeof browserSchema>;
