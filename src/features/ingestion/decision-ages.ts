import type { Resource } from "#sources/source.ts";
import type { ResourceAge } from "./data-age.ts";

/** Something that is computed from records and acted upon. */
export type Decision = { decision: string; title: string; basedOn: readonly Resource[]; href: string };

export type DecisionAge = {
  decision: string;
  title: string;
  href: string;
  /** Until when all that it is based on is known: the earliest of its resources; null where one was never read. */
  knownUntil: string | null;
  isStale: boolean;
  basedOn: { resource: string; knownUntil: string | null; isStale: boolean }[];
};

/** How old each decision's grounds are, given how far each resource is known. */
export function decisionAges(
  resources: readonly Pick<ResourceAge, "resource" | "knownUntil" | "isStale">[],
  decisions: readonly Decision[],
): DecisionAge[] {
  return decisions.map(({ decision, title, href, basedOn: names }) => {
    const basedOn = names.map((name) => {
      const age = resources.find(({ resource }) => resource === name);
      return { resource: name, knownUntil: age?.knownUntil ?? null, isStale: age?.isStale ?? true };
    });
    return {
      decision,
      title,
      href,
      knownUntil: earliest(basedOn.map(({ knownUntil }) => knownUntil)),
      isStale: basedOn.some(({ isStale }) => isStale),
      basedOn,
    };
  });
}

/** Null where one is not known. ISO text in UTC with milliseconds: the order of text is the order of time. */
function earliest(instants: readonly (string | null)[]): string | null {
  const known = instants.filter((at) => at !== null).sort();
  return known.length < instants.length ? null : (known[0] ?? null);
}
