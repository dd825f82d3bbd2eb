import type { NewCustomer } from "./customer-table.ts";
import { printCents } from "./decimals.ts";
import { noteDue } from "./due.ts";
import { dayUs, hourUs, printDay, printInstant, printPast } from "./instants.ts";
import type { Customer, Row, Simulation, WorldOptions } from "./model.ts";
import { personOf } from "./people.ts";
import { type Draw, drawFor, topics } from "./random.ts";
import { subjectCode, subjectWeights } from "./subjects.ts";
import { zoneName, zoneShares } from "./zones.ts";

const launchDays = 60;
const growthDays = 120;
const shareAtLaunch = 0.6;

/** Where customers come from, with their share and how readily they leave. */
export const channels = [
  { name: "organic", share: 27, leaves: 1 },
  { name: "google_ads", share: 24, leaves: 1.1 },
  { name: "referral", share: 20, leaves: 0.75 },
  { name: "school_partner", share: 13, leaves: 0.7 },
  { name: "facebook", share: 11, leaves: 1.35 },
  { name: "affiliate", share: 5, leaves: 1.5 },
] as const;
const channelShares = channels.map((channel) => channel.share);

const plans = [
  { plan: "flex", monthlyCents: 9_900, share: 34 },
  { plan: "standard", monthlyCents: 24_900, share: 44 },
  { plan: "premium", monthlyCents: 44_950, share: 22 },
] as const;
const planShares = plans.map((plan) => plan.share);

const sessionsPerWeekShares = [27, 47, 21, 5];

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

/** Who customer number `id` is. */
export function drawCustomer(world: WorldOptions, id: number, signedUpUs: number): NewCustomer {
  const draw = drawFor(world.seed, topics.customer, id);
  const channel = draw.weighted(channelShares);
  return {
    channel,
    plan: draw.weighted(planShares),
    zone: draw.weighted(zoneShares),
    signedUpUs,
    subject: draw.weighted(subjectWeights),
    sessionsPerWeek: 1 + draw.weighted(sessionsPerWeekShares),
    callsPerWeek: (0.08 * draw.gamma(0.25)) / 0.25,
    frailty: (0.4 + draw.gamma(2) * 0.3) * (channels[channel]?.leaves ?? 1),
  };
}

const eventKinds = { status: 0, plan: 1 } as const;
export const statuses = { active: 0, paused: 1, closed: 2 } as const;
const statusNames = ["active", "paused", "closed"] as const;

export function setStatus(world: Simulation, customer: Customer, us: number, status: number): void {
  addEvent(world, customer.id, us, eventKinds.status, status);
}

/** A customer moves to another plan now and then; says whether it is another one. */
export function changePlan(world: Simulation, draw: Draw, customer: Customer, us: number): boolean {
  const next = draw.weighted(planShares);
  if (next === planAt(world, customer.id, us)) return false;
  addEvent(world, customer.id, us, eventKinds.plan, next);
  return true;
}

function addEvent(world: Simulation, id: number, us: number, kind: number, value: number): void {
  const { customerTable } = world;
  customerTable.noteEvent(id, world.events.add(us, kind, value, customerTable.lastEvent(id)));
  noteDue(world, "customers", id, us);
}

/** The latest value of a kind as of an instant, or `otherwise` where nothing has changed yet. */
function valueAt(world: Simulation, id: number, kind: number, asOfUs: number, otherwise: number): number {
  const { events } = world;
  for (let at = world.customerTable.lastEvent(id); at > 0; at = events.before(at)) {
    if (events.kind(at) === kind && events.us(at) <= asOfUs) return events.value(at);
  }
  return otherwise;
}

const planAt = (world: Simulation, id: number, asOfUs: number): number =>
  valueAt(world, id, eventKinds.plan, asOfUs, world.customerTable.firstPlan(id));

const goalTitles = [
  "Raise the grade to a B",
  "Raise the grade to an A",
  "Pass the final exam",
  "Reach the target score",
  "Catch up with the class",
  "Build a study habit",
  "Prepare for placement",
] as const;

/** A goal's id is its customer's times sixteen plus its number; nobody sets more than that. */
const mostGoals = 16;

export function addGoal(
  world: Simulation,
  draw: Draw,
  customer: Customer,
  createdUs: number,
  isPrimary: boolean,
): void {
  const { customerTable } = world;
  if (customerTable.goalCount(customer.id) === mostGoals) return;
  const goal = {
    title: draw.between(0, goalTitles.length - 1),
    subject: customer.subject,
    isPrimary,
    targetDay: Math.floor(createdUs / dayUs) + draw.between(8, 26) * 7,
    createdUs,
    completedUs: 0,
  };
  customerTable.noteGoal(customer.id, world.goals.add(goal, customerTable.lastGoal(customer.id)));
  noteDue(world, "customers", customer.id, createdUs);
}

/** Most customers state a goal when they sign up or within two days. */
export function drawFirstGoals(world: Simulation, draw: Draw, customer: Customer): void {
  if (!draw.chance(0.88)) return;
  const us = customer.signedUpUs + (draw.chance(0.6) ? 0 : Math.floor(draw.unit() * 48 * hourUs));
  addGoal(world, draw, customer, us, true);
  if (draw.chance(0.18)) addGoal(world, draw, customer, us + Math.floor(draw.wait(10) * dayUs), false);
}

/** Calls `visit` with every instant at which the row changes, past and to come. */
export function eachCustomerChange(world: Simulation, id: number, visit: (us: number) => void): void {
  const { customerTable, events, goals } = world;
  visit(customerTable.signedUpUs(id));
  for (let at = customerTable.lastEvent(id); at > 0; at = events.before(at)) visit(events.us(at));
  for (let at = customerTable.lastGoal(id); at > 0; at = goals.before(at)) {
    const { createdUs, completedUs } = goals.read(at);
    visit(createdUs);
    if (completedUs > 0) visit(completedUs);
  }
}

function renderGoals(world: Simulation, id: number, asOfUs: number): Row[] {
  const rows: Row[] = [];
  let number = world.customerTable.goalCount(id) - 1;
  for (let at = world.customerTable.lastGoal(id); at > 0; at = world.goals.before(at), number--) {
    const goal = world.goals.read(at);
    if (goal.createdUs > asOfUs) continue;
    rows.push({
      id: id * mostGoals + number,
      title: goalTitles[goal.title] ?? goalTitles[0],
      subject: subjectCode(goal.subject),
      is_primary: goal.isPrimary,
      target_date: printDay(goal.targetDay),
      completed_at: printPast(goal.completedUs, asOfUs),
      created_at: printInstant(goal.createdUs),
    });
  }
  return rows.reverse();
}

export function renderCustomer(world: Simulation, id: number, asOfUs: number): Row {
  const { customerTable, seed } = world;
  const person = personOf(seed, id);
  const plan = plans[planAt(world, id, asOfUs)];
  const consent = drawFor(seed, topics.consent, id);
  const signedUp = printInstant(customerTable.signedUpUs(id));
  let updatedUs = 0;
  eachCustomerChange(world, id, (us) => {
    if (us <= asOfUs && us > updatedUs) updatedUs = us;
  });
  return {
    id,
    name: person.name,
    email: person.email,
    phone: person.phone,
    timezone: zoneName(customerTable.zone(id)),
    acquisition_channel: channels[customerTable.channel(id)]?.name ?? null,
    plan: plan?.plan ?? null,
    monthly_spend: plan ? printCents(plan.monthlyCents) : null,
    email_consent: consent.chance(0.9),
    phone_consent: consent.chance(0.75),
    status: statusNames[valueAt(world, id, eventKinds.status, asOfUs, statuses.active)] ?? "active",
    signed_up_at: signedUp,
    goals: renderGoals(world, id, asOfUs),
    created_at: signedUp,
    updated_at: printInstant(updatedUs),
    deleted_at: null,
  };
}
