import Link from "next/link";
import { tierLook } from "#domain/customers/risk-tier.ts";
import { formatCount } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { TierMovesAnswer } from "../tier-moves-api.ts";

type TierMovesProps = { moves: TierMovesAnswer; now: string; timezone: string };

/** What changed since yesterday, in a sentence, and who to look at first. */
export function TierMoves({ moves, now, timezone }: TierMovesProps) {
  return (
    <Card>
      <CardHeader>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <CardTitle>Who to look at first</CardTitle>
          <Link href="/customers/queue" prefetch={false} className="text-accent-ink text-sm underline">
            Work queue
          </Link>
        </div>
        <p className="text-ink-muted text-sm">{sentence(moves)}</p>
      </CardHeader>
      <CardBody>
        {moves.worst.length > 0 ? (
          <ul className="divide-y divide-line">
            {moves.worst.map((move) => (
              <li key={move.customerId} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
                <Link
                  href={`/customers/${move.customerId}`}
                  prefetch={false}
                  className="w-48 truncate font-medium leading-6 hover:underline"
                >
                  {move.name}
                </Link>
                <span className="flex w-72 items-center gap-2 text-sm">
                  <StatusBadge {...tierLook[move.from]} variant="plain" />
                  <span aria-hidden="true">→</span>
                  <span className="sr-only">fell to</span>
                  <StatusBadge {...tierLook[move.to]} variant="plain" />
                  <span className="tabular text-ink-muted">score {move.score}</span>
                </span>
                <span className="min-w-48 flex-1 text-ink-muted text-sm">{causeText(move)}</span>
                <RelativeTime at={move.at} now={now} timezone={timezone} className="text-ink-faint text-sm" />
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-ink-muted text-sm">
            Customers who fall into a worse tier appear here, the furthest fall first.
          </p>
        )}
      </CardBody>
    </Card>
  );
}

/** What moved the customer. Tier and score stand beside it, and are taken out of the sentence. */
function causeText({ cause, to, score }: TierMovesAnswer["worst"][number]): string {
  const text = (cause ?? "")
    .replace(new RegExp(`^${tierLook[to].word}: `, "i"), "")
    .replace(new RegExp(`; score ${score}$`), "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sentence({ worsened, improved }: TierMovesAnswer): string {
  const people = (count: number) => `${formatCount(count)} ${count === 1 ? "customer" : "customers"}`;
  return `In the last 24 hours ${people(worsened)} fell into a worse tier and ${people(improved)} rose into a better one.`;
}
