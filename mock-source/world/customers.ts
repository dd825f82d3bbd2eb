import { printCents } from "./decimals.ts";
import { dayUs, hourUs, printDay, printInstant, printPast } from "./instants.ts";
import type { Customer, Row, Simulation, WorldOptions } from "./model.ts";
import { personOf } from "./people.ts";
import { type Draw, drawFor, topics } from "./random.ts";
import { subjectCode, subjectWeights } from "./subjects.ts";
import { latestUs } from "./tutors.ts";
import { zoneName, zoneShares } from "./zones.ts";

const launchDays = 60;
const growthDays = 120;
const shareAtLaunch = 0.6;

const channels = ["organic", "google_ads", "referral", "school_partner", "facebook", "affiliate"] as const;
const channelShares = [27, 24, 20, 13, 11, 5];

const plans = [
  { plan: "flex", monthlyCents: 9_900, share: 34 },
  { plan: "standard", monthlyCents: 24_900, share: 44 },
  { plan: "premium", monthlyCents: 44_950, share: 22 },
] as const;

/** The fractional day of the world on which customer number `id` signs up; rises with the id for ever. */
function signupDay(world: WorldOptions, id: number): number {
  const launch = Math.max(1, world.customers * shareAtLaunch);
  const jitter = drawFor(world.seed, topics.signup, id).unit();
  const position = id - 1 + jitter;
  if (position <= launch) return (position / launch) * launchDays;
  return launchDays + ((position - launch) / (world.customers - launch)) * growthDays;
}

/** The instant of the sign-up, in microseconds since 1970. */
export const signupUs = (world: WorldOptions, id: number): number =>
  Math.floor((world.originDay + signupDay(world, id)) * dayUs);

export function createCustomer(world: Simulation, id: number, signedUpUs: number): Customer {
  const draw = drawFor(world.seed, topics.customer, id);
  const channel = channels[draw.weighted(channelShares)] ?? "organic";
  const chosen = plans[draw.weighted(plans.map((plan) => plan.share))] ?? plans[1];
  return {
    id,
    zone: draw.weighted(zoneShares),
    channel,
    emailConsent: draw.chance(0.9),
    phoneConsent: draw.chance(0.75),
    signedUpUs,
    subject: draw.weighted(subjectWeights),
    sessionsPerWeek: [1, 2, 3, 4][draw.weighted([27, 47, 21, 5])] ?? 2,
    callsPerWeek: (0.105 * draw.gamma(0.25)) / 0.25,
    frailty: 0.4 + draw.gamma(2) * 0.3 + (channel === "facebook" || channel === "affiliate" ? 0.3 : 0),
    phase: "active",
    phaseEndsDay: 0,
    mood: 0,
    recentCalls: 0,
    recentTutorChanges: 0,
    firstRating: 0,
    tutor: 0,
    slots: [],
    goals: [],
    statuses: [],
    plans: [{ us: signedUpUs, plan: chosen.plan, monthlyCents: chosen.monthlyCents }],
    ahead: [],
    experiences: [],
    changesUs: [signedUpUs],
  };
}

/** A customer moves to another plan now and then. */
export function changePlan(draw: Draw, customer: Customer, us: number): void {
  const next = plans[draw.weighted(plans.map((plan) => plan.share))] ?? plans[1];
  if (next.plan === customer.plans.at(-1)?.plan) return;
  customer.plans.push({ us, plan: next.plan, monthlyCents: next.monthlyCents });
  customer.changesUs.push(us);
}

const goalTitles = [
  "Raise the grade to a B",
  "Raise the grade to an A",
  "Pass the final exam",
  "Reach the target score",
  "Catch up with the class",
  "Build a study habit",
  "Prepare for placement",
] as const;

export function addGoal(draw: Draw, customer: Customer, us: number, isPrimary: boolean): void {
  customer.goals.push({
    id: customer.id * 16 + customer.goals.length,
    title: draw.pick(goalTitles),
    subject: customer.subject,
    isPrimary,
    targetDay: Math.floor(us / dayUs) + draw.between(8, 26) * 7,
    createdUs: us,
    completedUs: 0,
  });
  customer.changesUs.push(us);
}

/** Most customers state a goal when they sign up or within two days. */
export function drawFirstGoals(draw: Draw, customer: Customer): void {
  if (!draw.chance(0.88)) return;
  const us = customer.signedUpUs + (draw.chance(0.6) ? 0 : Math.floor(draw.unit() * 48 * hourUs));
  addGoal(draw, customer, us, true);
  if (draw.chance(0.18)) addGoal(draw, customer, us + Math.floor(draw.wait(10) * dayUs), false);
}

export function renderCustomer(world: Simulation, customer: Customer, asOfUs: number): Row {
  const person = personOf(world.seed, customer.id);
  const plan = customer.plans.findLast((version) => version.us <= asOfUs);
  const goals = customer.goals.filter((goal) => goal.createdUs <= asOfUs);
  return {
    id: customer.id,
    name: person.name,
    email: person.email,
    phone: person.phone,
    timezone: zoneName(customer.zone),
    acquisition_channel: customer.channel,
    plan: plan?.plan ?? null,
    monthly_spend: plan ? printCents(plan.monthlyCents) : null,
    email_consent: customer.emailConsent,
    phone_consent: customer.phoneConsent,
    status: customer.statuses.findLast((version) => version.us <= asOfUs)?.status ?? "active",
    signed_up_at: printInstant(customer.signedUpUs),
    goals: goals.map((goal) => ({
      id: goal.id,
      title: goal.title,
      subject: subjectCode(goal.subject),
      is_primary: goal.isPrimary,
      target_date: printDay(goal.targetDay),
      completed_at: printPast(goal.completedUs, asOfUs),
      created_at: printInstant(goal.createdUs),
    })),
    created_at: printInstant(customer.signedUpUs),
    updated_at: printInstant(latestUs(customer.changesUs, asOfUs)),
    deleted_at: null,
  };
}
