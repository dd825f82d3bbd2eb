import { z } from "zod";

/** Name under which the settings are stored, with versions. */
export const interventionSettingsName = "interventions";

const points = z.number().min(0).max(100);
const share = z.number().min(0).max(1);
const days = z.number().positive().max(365);
const hourOfDay = z.number().int().min(0).max(24);

/** Every number about working with customers that a company would set. */
export const interventionSettingsSchema = z
  .object({
    /** Contacts (calls, e-mails, offers) that the team can make on one business day. */
    contactsPerDay: z.number().int().min(1).max(10_000),
    /** Days after a contact during which a colleague may not contact the same customer. */
    leastDaysBetweenContacts: z.number().min(0).max(90),
    /** Days after an action during which the customer stays out of the queue, unless it gets worse. */
    restDays: z.number().min(0).max(90),
    /** Hours of the customer's day within which calls may be made: from `from` up to `to`. */
    callHours: z.object({ from: hourOfDay, to: hourOfDay }),
    /** Hours of the customer's day within which e-mails may be sent; null: at any time. */
    emailHours: z.object({ from: hourOfDay, to: hourOfDay }).nullable(),
    moneyAtRisk: z.object({
      /** Months of spending that are lost with a customer. */
      months: z.number().positive().max(120),
      /** How likely a customer of each tier is to leave, 0 to 1. */
      chanceOfLeaving: z.object({ critical: share, at_risk: share, healthy: share, thriving: share }),
    }),
    /** The score that each component is assumed to reach if the action works; 100 where it is there already. */
    recovery: z.object({ velocity: points, inbound_calls: points, goals: points, tutor_consistency: points }),
    rules: z.object({
      /** Points that velocity must cost before a check-in on frequency is suggested. */
      velocityPoints: points,
      /** Days after a first session's low rating, or after a slow start, during which it is worth a nudge. */
      nudgeDays: days,
      /** Changes of tutor within the health score's window that cost nothing. */
      freeTutorChanges: z.number().int().min(0).max(50),
    }),
    measurement: z.object({
      /** Days within which a completed session counts as come back, and after which the first comparison is made. */
      firstDays: days,
      /** Days after which the second comparison is made. */
      secondDays: days,
    }),
  })
  .refine(({ callHours }) => callHours.from < callHours.to, {
    path: ["callHours"],
    error: "The hours for calls must begin before they end.",
  })
  .refine(({ emailHours }) => emailHours === null || emailHours.from < emailHours.to, {
    path: ["emailHours"],
    error: "The hours for e-mails must begin before they end.",
  })
  .refine(({ measurement }) => measurement.firstDays < measurement.secondDays, {
    path: ["measurement"],
    error: "The second comparison must come after the first.",
  });

export type InterventionSettings = z.infer<typeof interventionSettingsSchema>;

/**
 * Version 1 (2026-05). Money at risk = monthly spend × `months` × chance of leaving by tier. Six months is about how
 * long a customer who is kept goes on; half of the critical and a quarter of those at risk is a placeholder until a
 * model of leaving says it for each customer: it puts critical before at risk at equal spending, and no more is
 * claimed. Calls from 8 to 20 by the customer's clock is what phone rules commonly allow; mail waits in a mailbox.
 * A second contact within two days by a colleague looks as if nobody talked to each other. A week of rest gives an
 * action time to work. One session a week is half of the velocity benchmark: 50. A regular tutor in four sessions of
 * five: 80. A new goal scores 80 in the health score.
 */
export const defaultInterventionSettings: InterventionSettings = {
  contactsPerDay: 30,
  leastDaysBetweenContacts: 2,
  restDays: 7,
  callHours: { from: 8, to: 20 },
  emailHours: null,
  moneyAtRisk: {
    months: 6,
    chanceOfLeaving: { critical: 0.5, at_risk: 0.25, healthy: 0.08, thriving: 0.04 },
  },
  recovery: { velocity: 50, inbound_calls: 100, goals: 80, tutor_consistency: 80 },
  rules: { velocityPoints: 5, nudgeDays: 30, freeTutorChanges: 2 },
  measurement: { firstDays: 14, secondDays: 30 },
};

/** Customers of one step when many are dealt with: about half a second, so that people see it go on. */
export const customersPerStep = 50;

/** The most customers that one person deals with at once: a month of work for a team, and seconds for the server. */
export const mostAtOnce = 1_000;

/** Rows of an export that are read and written at a time. */
export const exportBatch = 500;

/**
 * How far the queue is counted: as much as the team with the most contacts a day can be set to, so that what fits into a
 * day is exact. Counting a million would take longer than the page.
 */
export const mostCounted = 10_000;

/** Customers of one transaction while the queue is put together: a fraction of a second for who waits for it. */
export const customersPerBuild = 2_000;
