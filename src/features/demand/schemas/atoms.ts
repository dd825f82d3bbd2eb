import { z } from "@hono/zod-openapi";

/** An instant in UTC. */
export const instant = z.iso.datetime();

/** A calendar day. */
export const date = z.iso.date();

/** 0 to 1. */
export const share = z.number().min(0).max(1);

/** A whole number of something. */
export const count = z.int().nonnegative();

/** Sessions, expected ones in parts. */
export const sessions = z.number().nonnegative();
