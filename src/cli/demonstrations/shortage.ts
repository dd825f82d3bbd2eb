import { sql } from "kysely";
import type { Demonstration, FollowContext, Step } from "./demonstration.ts";
import { recordsArrived } from "./records-arrived.ts";
import type { StartedScene } from "./scene-control.ts";

const subjectOf = ({ look_at }: StartedScene) => {
  const found = look_at.find(({ resource }) => resource === "subjects");
  return { code: String(found?.id ?? ""), name: found?.name ?? "", why: found?.why ?? "" };
};

type EpisodeRow = {
  episode_id: number;
  starts_at: Date;
  lead_hours: number;
  tutors_missing: number;
  unserved_sessions: number;
  unserved_low: number;
  unserved_high: number;
  cents_at_stake: number;
  severity: string;
};

async function newEpisode({
  db,
  scene,
}: Pick<FollowContext, "db" | "scene">): Promise<EpisodeRow | undefined> {
  const { rows } = await sql<EpisodeRow>`
    select episode_id, starts_at, date_part('epoch', starts_at - raised_at) / 3600 as lead_hours, tutors_missing,
      unserved_sessions, unserved_low, unserved_high, cents_at_stake, severity
    from imbalance_episodes
    where subject_code = ${subjectOf(scene).code} and kind = 'shortage' and state = 'open'
      and raised_at >= ${scene.started_at} and starts_at - raised_at >= interval '12 hours'
    order by unserved_sessions desc limit 1`.execute(db);
  return rows[0];
}

const episodeRaised: Step = {
  name: "episode",
  awaits: "a shortage that is raised at least twelve hours ahead",
  async find(ctx) {
    const episode = await newEpisode(ctx);
    if (episode === undefined) return null;
    const { lead_hours: lead, unserved_sessions: unserved, unserved_low: low, unserved_high: high } = episode;
    return {
      said: `a shortage is raised ${lead.toFixed(1)} hours ahead: ${unserved.toFixed(1)} sessions (${low} to ${high}) would go unserved`,
      facts: { ...episode, starts_at: episode.starts_at.toISOString() },
    };
  },
};

type RecommendationRow = {
  recommendation_id: number;
  title: string;
  reason: string;
  expected_sessions: number;
  expected_cents_low: number;
  expected_cents_high: number;
};

const recommendationMade: Step = {
  name: "recommendation",
  awaits: "a recommendation for the shortage",
  async find(ctx) {
    const episode = await newEpisode(ctx);
    if (episode === undefined) return null;
    const { rows } = await sql<RecommendationRow>`
      select recommendation_id, title, reason, expected_sessions, expected_cents_low, expected_cents_high
      from recommendations where episode_id = ${episode.episode_id} and rule = 'shortage'`.execute(ctx.db);
    const [made] = rows;
    if (made === undefined) return null;
    const { title, expected_sessions: sessions, expected_cents_low: low, expected_cents_high: high } = made;
    return {
      said: `recommended: ${title}. Worth ${sessions.toFixed(1)} sessions, ${dollars(low)} to ${dollars(high)}`,
      facts: { ...made },
    };
  },
};

const dollars = (cents: number) => `$${Math.round(cents / 100)}`;

/** Bookings build up in a subject while its tutors are away. */
export const shortage: Demonstration = {
  name: "shortage",
  about:
    "A shortage of tutors is seen at least twelve hours ahead, with a recommendation that says what it is worth.",
  scene: { scene: "shortage" },
  tell(scene, baseUrl) {
    const { code, name, why } = subjectOf(scene);
    return {
      about: `${name}: ${why}`,
      look: [
        {
          address: `${baseUrl}/demand`,
          see: `Open it now: within two minutes a shortage of ${name} appears among the cards, with what it is worth, without reloading.`,
        },
        {
          address: `${baseUrl}/demand/${encodeURIComponent(code)}`,
          see: "The same hour by hour: what is booked, what tutors can serve, and what is missing.",
        },
      ],
      todo: [
        "Read the episode: when it begins, how many tutors are missing, what would go unserved, and how sure that is.",
        "Read the recommendation: whom to ask, what it would close, what that is worth, and until when it helps.",
        "Accept it. What became of it is measured when the hours have passed.",
        'End the scene with "ops demo end shortage": its bookings are cancelled, and the episode is filled or gone.',
      ],
    };
  },
  steps: [recordsArrived, episodeRaised, recommendationMade],
};
