import { z } from "@hono/zod-openapi";
import { count, date, instant } from "./atoms.ts";

export const utilisationSchema = z
  .object({
    asOf: instant,
    data: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        hoursTaught: z.number().nonnegative(),
        hoursAvailable: z.number().nonnegative(),
        utilisation: z.number().nullable(),
        tutors: count,
        byWeek: z.array(
          z.object({
            startsOn: date,
            hoursTaught: z.number().nonnegative(),
            hoursAvailable: z.number().nonnegative(),
            utilisation: z.number().nullable(),
          }),
        ),
      }),
    ),
  })
  .openapi("SubjectUtilisation");

export type SubjectUtilisation = z.infer<typeof utilisationSchema>;
