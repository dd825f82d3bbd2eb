import type { CustomerFact, Facts } from "./facts.ts";
import { type Figure, once, share, type Topic } from "./statement.ts";

const dayMs = 86_400_000;

const channelFigure = (channel: string, stated: number): Figure => ({
  what: `channel ${channel}`,
  stated,
  limits: [stated - 0.025, stated + 0.025],
  unit: "share",
  measure: ({ customers }) => share(customers, (customer) => customer.channel === channel),
});

const planFigure = (plan: string, stated: number): Figure => ({
  what: `plan ${plan}`,
  stated,
  limits: [stated - 0.03, stated + 0.03],
  unit: "share",
  measure: ({ customers }) => share(customers, (customer) => customer.plan === plan),
});

const dayOfWorld = (facts: Facts, customer: CustomerFact): number =>
  (customer.signedUpMs - facts.originMs) / dayMs;

const monthMs = 28 * dayMs;

/** Sessions held per week, of each customer who held one in the last four weeks. */
const weeklyRates = (facts: Facts): number[] =>
  facts.customers.flatMap((customer) => {
    const held = customer.sessions.filter(
      (session) => session.status === "completed" && session.scheduledMs > facts.asOfMs - monthMs,
    );
    return held.length > 0 ? [held.length / 4] : [];
  });

const ripeGoals = (facts: Facts) =>
  facts.customers.flatMap((customer) => {
    const goal = customer.goals.find((candidate) => candidate.isPrimary);
    return goal && goal.createdMs < facts.asOfMs - 150 * dayMs ? [{ customer, goal }] : [];
  });

const isFollowed = (customer: CustomerFact, completedMs: number): boolean =>
  customer.goals.some((goal) => goal.createdMs > completedMs);

const figures: Figure[] = [
  {
    what: "sign-ups of the first 180 days that fall in the first 60",
    stated: 0.6,
    limits: [0.58, 0.62],
    unit: "share",
    measure: (facts) =>
      share(
        facts.customers.filter((customer) => dayOfWorld(facts, customer) < 180),
        (customer) => dayOfWorld(facts, customer) < 60,
      ),
  },
  {
    what: "new customers per day after that, as a share of the size asked for",
    stated: 0.0033,
    limits: [0.003, 0.0037],
    unit: "share",
    measure: (facts) => {
      const days = (facts.asOfMs - facts.originMs) / dayMs - 60;
      const joined = facts.customers.filter((customer) => dayOfWorld(facts, customer) >= 60).length;
      return joined / days / facts.size;
    },
  },
  channelFigure("organic", 0.27),
  channelFigure("google_ads", 0.24),
  channelFigure("referral", 0.2),
  channelFigure("school_partner", 0.13),
  channelFigure("facebook", 0.11),
  channelFigure("affiliate", 0.05),
  planFigure("flex", 0.34),
  planFigure("standard", 0.44),
  planFigure("premium", 0.22),
  {
    what: "live in a timezone of the United States",
    stated: 0.67,
    limits: [0.64, 0.7],
    unit: "share",
    measure: ({ customers }) => share(customers, (customer) => customer.zone < 5),
  },
  {
    what: "sessions held per week by a customer who holds any",
    stated: 1.89,
    limits: [1.7, 2.1],
    unit: "per week",
    measure: (facts) => {
      const rates = once(facts, weeklyRates);
      return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    },
  },
  {
    what: "of these, at most one a week",
    stated: 0.235,
    limits: [0.19, 0.29],
    unit: "share",
    measure: (facts) => share(once(facts, weeklyRates), (rate) => rate <= 1),
  },
  {
    what: "of these, more than two a week",
    stated: 0.373,
    limits: [0.32, 0.43],
    unit: "share",
    measure: (facts) => share(once(facts, weeklyRates), (rate) => rate > 2),
  },
  {
    what: "customers who state a goal",
    stated: 0.88,
    limits: [0.86, 0.9],
    unit: "share",
    measure: ({ customers }) => share(customers, (customer) => customer.goals.length > 0),
  },
  {
    what: "first main goals reached, of those 150 days old",
    stated: 0.4,
    limits: [0.34, 0.46],
    unit: "share",
    measure: (facts) => share(once(facts, ripeGoals), ({ goal }) => goal.completedMs > 0),
  },
  {
    what: "reached main goals followed by a new goal, 30 days on",
    stated: 0.6,
    limits: [0.52, 0.7],
    unit: "share",
    measure: (facts) => {
      const reached = once(facts, ripeGoals).filter(
        ({ goal }) => goal.completedMs > 0 && goal.completedMs < facts.asOfMs - 30 * dayMs,
      );
      return share(reached, ({ customer, goal }) => isFollowed(customer, goal.completedMs));
    },
  },
];

export const customerTopic: Topic = {
  title: "Customers",
  figures,
  notModelled:
    "Campaigns and fashions: the mix of channels, plans and timezones is the same for every cohort, and does not depend on each other. Families with several learners, and customers who come back after they left.",
};
