import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { runHealthPass } from "#features/customer-health/pass.ts";
import { keepQueueOfScores } from "#registry/keep-queue.ts";
import { generateWorld, worldAsOf } from "./generate-world.ts";

/** Customers with a life of sessions and a real score; the others have the score of one of these. */
const scored = 2_000;

/** A colleague with some hundreds of customers, and one with a tenth of all. */
export const someOwner = "user-1";
export const greatOwner = "user-2";

/** Names that one in 40, and one in 64,000, have: searches that find very many and very few. */
export const frequentName = "maria";
export const rareName = "zoë quillanor";

/** One in 200, in no step with names and owners. */
const isRemoved = sql`hashint4(n + 1) % 200 = 0`;

/**
 * Fills an empty database with `customers` customers who have names, addresses and scores: a fifth have an owner, one in
 * fifty an open alert, one in two hundred was removed. The same number gives the same customers.
 */
export async function generateCustomersWorld(db: Database, customers: number): Promise<void> {
  await generateWorld(db, Math.min(scored, customers));
  await runHealthPass(
    {
      db,
      signal: new AbortController().signal,
      progress: async () => undefined,
      keepQueue: keepQueueOfScores,
    },
    { kind: "full", asOf: worldAsOf },
  );
  await sql`insert into customers (customer_id, name, email, phone, timezone, monthly_spend, email_consent,
      phone_consent, status, signed_up_at, created_at, updated_at, deleted_at, content_hash)
    select n, (array['Maria', 'Li', 'Zoë', 'Ahmed', 'Olga', 'Noor', 'Ada', 'Farid', 'Grace', 'Alan', 'Emmy', 'Ravi',
        'Chen', 'Ines', 'Tomas', 'Aiko', 'Jonas', 'Lena', 'Omar', 'Priya', 'Ruth', 'Sven', 'Tara', 'Uma', 'Vera',
        'Wim', 'Xenia', 'Yusuf', 'Zara', 'Bela', 'Carl', 'Dina', 'Elif', 'Finn', 'Gita', 'Hugo', 'Ivo', 'Jana',
        'Kofi', 'Lola'])[1 + n % 40]
      || ' ' || (array['Quil', 'Mar', 'San', 'Oka', 'Lind', 'Ber', 'Chau', 'Dela', 'Est', 'Fern', 'Gar', 'Hol', 'Iban',
        'Jor', 'Kal', 'Lor', 'Mon', 'Nak', 'Olm', 'Per', 'Rad', 'Sal', 'Tor', 'Ulr', 'Val', 'Wes', 'Yam', 'Zel', 'Abe',
        'Bro', 'Cas', 'Dur', 'Eng', 'Fra', 'Gon', 'Haw', 'Ive', 'Jan', 'Kow', 'Lan'])[1 + n / 40 % 40]
      || (array['lanor', 'rowby', 'telmo', 'bu', 'qvar', 'ger', 'han', 'dez', 'evez', 'ando', 'cia', 'mes', 'ov', 'ik',
        'son', 'sen', 'ski', 'tti', 'ura', 'oto', 'well', 'ton', 'ford', 'man', 'berg', 'stein', 'ina', 'aro', 'ido',
        'ell', 'ert', 'ow', 'ez', 'ides', 'akis', 'enko', 'ulu', 'anna', 'quist', 'dottir'])[1 + n / 1600 % 40],
      'c' || n || '@example.org', '+1 555 ' || lpad(n::text, 7, '0'), 'America/Chicago', n::bigint * 7919 % 40000 / 100.0,
      true, n % 3 > 0, c.status, c.signed_up_at, c.created_at, c.updated_at,
      case when ${isRemoved} then ${worldAsOf}::timestamptz end, gen_random_uuid()
    from generate_series(${scored + 1}::int, ${customers}::int) as n
      join customers as c on c.customer_id = 1 + n % ${scored}`.execute(db);
  await sql`insert into customer_health_scores (customer_id, score, tier, score_tier, forced_by, forced_since,
      first_session, velocity, inbound_calls, goals, tutor_consistency, confidence, unscored_reason, flags, features,
      last_session_at, settings_version, computed_at, next_change_at)
    select n, case when not ${isRemoved} then score end, case when not ${isRemoved} then tier end, score_tier, forced_by,
      forced_since, first_session, velocity, inbound_calls, goals, tutor_consistency, confidence,
      case when ${isRemoved} then 'removed' else unscored_reason end, flags, features,
      last_session_at - n * interval '1 second', settings_version, computed_at, next_change_at
    from generate_series(${scored + 1}::int, ${customers}::int) as n
      join customer_health_scores as h on h.customer_id = 1 + n % ${scored}`.execute(db);
  await insertWork(db, customers);
  await sql`vacuum analyze customers, customer_health_scores, customer_owners, alerts`.execute(db);
}

async function insertWork(db: Database, customers: number): Promise<void> {
  await sql`insert into customer_owners (customer_id, owner_id, owner_name, assigned_by, assigned_at)
    select n, owner, 'Colleague ' || owner, 'user-0', ${worldAsOf}
    from (select n, case when drawn % 3331 = 0 then ${someOwner} when drawn % 10 = 3 then ${greatOwner}
      when drawn % 10 = 7 then 'user-' || 3 + drawn / 10 % 30 end as owner
      from generate_series(1, ${customers}::int) as n, lateral (select abs(hashint4(n)::bigint) as drawn) as dice)
      as made where owner is not null
    on conflict (customer_id) do update set owner_id = excluded.owner_id, owner_name = excluded.owner_name`.execute(
    db,
  );
  await sql`insert into alerts (rule, kind, severity, state, fingerprint, title, explanation, entity_kind, entity_id,
      customer_id, opened_at, last_seen_at, closed_at)
    select 'risk', 'customer_risk', case when n % 3 = 0 then 'critical' else 'warning' end,
      case when n % 100 < 2 then 'active' else 'resolved' end, 'risk ' || n, 'About to leave', 'Score 30.', 'customer',
      n::text, n, ${worldAsOf}, ${worldAsOf}, case when n % 100 >= 2 then ${worldAsOf}::timestamptz end
    from generate_series(1, ${customers}::int) as n where n % 100 < 10`.execute(db);
}
