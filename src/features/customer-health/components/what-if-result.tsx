import { lookOfTier, riskTiers } from "#domain/customers/risk-tier.ts";
import { formatCount, formatPercent } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { WhatIfAnswer } from "../settings-schemas.ts";

/** How many customers the settings would move, from which tier to which, in a sentence and a table. */
export function WhatIfSummary({ found }: { found: WhatIfAnswer }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-lg" aria-live="polite">
        <WhatIfSentence found={found} />
      </p>
      <p className="text-ink-muted text-sm">{basisText(found)}</p>
      {found.changed > 0 ? <TierMatrix found={found} /> : null}
    </div>
  );
}

function WhatIfSentence({ found }: { found: WhatIfAnswer }) {
  const { changed, changedOfAll, customers, examined, basis, worsened, improved, scoreMoved } = found;
  if (changed === 0)
    return (
      <>
        Nobody {basis === "sample" ? "of the sample " : ""}would change tier.{" "}
        {scoreMoved > 0 ? `${formatCount(scoreMoved)} scores would move within their tier.` : ""}
      </>
    );
  const split = `${formatCount(worsened)} down, ${formatCount(improved)} up`;
  if (basis === "everyone")
    return (
      <>
        <strong className="font-medium">
          {formatCount(changed)} of {formatCount(customers)} customers would change tier
        </strong>{" "}
        ({formatPercent(changed / customers)}): {split}.
      </>
    );
  return (
    <>
      <strong className="font-medium">
        {formatCount(changedOfAll.low)}–{formatCount(changedOfAll.high)} of {formatCount(customers)} customers
        would change tier
      </strong>
      : {formatCount(changed)} of {formatCount(examined)} in the sample, {split}.
    </>
  );
}

/** What was looked at, and why not at everyone. */
function basisText({ basis, customers, examined, tookMs }: WhatIfAnswer): string {
  const took = `${(tookMs / 1000).toFixed(1)} s`;
  if (basis === "everyone")
    return `Everyone with a score was computed again from what is stored with it (${formatCount(customers)} customers, ${took}).`;
  return `A window differs: what lies in it is read from the records, so a sample of ${formatCount(examined)} customers was computed (${took}). The range holds 95 %. Scores of everyone follow when you save.`;
}

function TierMatrix({ found: { cells } }: { found: WhatIfAnswer }) {
  const numberOf = (from: string, to: string) =>
    cells.find((cell) => cell.from === from && cell.to === to)?.customers ?? 0;
  return (
    <Table>
      <caption className="sr-only">Customers by tier now and with these settings</caption>
      <TableHead>
        <TableRow>
          <TableHeader>Now</TableHeader>
          {riskTiers.map((tier) => (
            <TableHeader key={tier} className="text-right">
              → {lookOfTier(tier).word}
            </TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {riskTiers.map((from) => (
          <TableRow key={from}>
            <th scope="row" className="h-row px-3 text-left font-normal">
              <StatusBadge {...lookOfTier(from)} variant="plain" />
            </th>
            {riskTiers.map((to) => (
              <TableCell
                key={to}
                className={`text-right ${from === to ? "text-ink-faint" : numberOf(from, to) > 0 ? "font-medium" : "text-ink-faint"}`}
              >
                {formatCount(numberOf(from, to))}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Who would move: the largest moves first. */
export function WhatIfMoves({ moves }: { moves: WhatIfAnswer["moves"] }) {
  return (
    <Table>
      <caption className="sr-only">Customers who would change tier, the largest moves first</caption>
      <TableHead>
        <TableRow>
          <TableHeader>Customer</TableHeader>
          <TableHeader>Now</TableHeader>
          <TableHeader>Then</TableHeader>
          <TableHeader className="text-right">Score</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {moves.map(({ customerId, name, from, to, scoreBefore, scoreAfter }) => (
          <TableRow key={customerId}>
            <TableCell>
              <a href={`/customers/${customerId}`} className="hover:underline">
                {name}
              </a>
            </TableCell>
            <TableCell>
              <StatusBadge {...lookOfTier(from)} variant="plain" />
            </TableCell>
            <TableCell>
              <StatusBadge {...lookOfTier(to)} variant="plain" />
            </TableCell>
            <TableCell className="whitespace-nowrap text-right">
              {scoreBefore === scoreAfter ? scoreAfter : `${scoreBefore} → ${scoreAfter}`}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
