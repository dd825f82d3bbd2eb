import { type Facts, measured, readFacts } from "./facts.ts";
import type { Figure } from "./statement.ts";
import { topics } from "./topics.ts";

const print = (figure: Figure, value: number): string => {
  if (figure.unit === "count") return value >= 10 ? value.toFixed(0) : value.toFixed(1);
  return Math.abs(value) < 0.1 ? value.toFixed(4) : value.toFixed(3);
};

const tableOf = (figures: readonly Figure[], worlds: readonly Facts[]): string[] => [
  `| what | unit | stated | limits | ${measured.seeds.map((seed) => `seed ${seed}`).join(" | ")} |`,
  `| --- | --- | ---: | :---: | ${measured.seeds.map(() => "---:").join(" | ")} |`,
  ...figures.map((figure) => {
    const values = worlds.map((facts) => print(figure, figure.measure(facts)));
    const limits = figure.limits.map((limit) => print(figure, limit)).join(" to ");
    return `| ${figure.what} | ${figure.unit} | ${print(figure, figure.stated)} | ${limits} | ${values.join(" | ")} |`;
  }),
];

/** The statement as it stands in DISTRIBUTIONS.md. */
export function printStatement(worlds: readonly Facts[]): string {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const sections = topics.flatMap((topic) => [
    `## ${topic.title}`,
    "",
    ...tableOf(topic.figures, worlds),
    "",
    `Not modelled: ${topic.notModelled}`,
    "",
  ]);
  return [
    "# What the made data look like",
    "",
    "Written by `node mock-source/world/distributions/write.ts`; the figures are declared in the files beside it.",
    `Measured on worlds of ${measured.customers} customers that begin on ${day(measured.originDay * 86_400_000)} and are looked at on ${day(measured.asOfMs)}.`,
    "A test holds each of these worlds to the limits, and this page to what is measured.",
    "Shares are of one; ratios compare a share with another; a day is 24 hours.",
    "",
    ...sections,
  ].join("\n");
}

export const measureWorlds = (): Facts[] => measured.seeds.map((seed) => readFacts(seed));
