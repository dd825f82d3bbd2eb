import { Bookmark, ChartNoAxesCombined, GraduationCap, User } from "lucide-react";
import { lookOfTier } from "#domain/customers/risk-tier.ts";
import type { ViewPage } from "#features/saved-views/view-pages.ts";
import { tierLook } from "#features/tutors/components/tutor-look.ts";
import { type CommandGroup, matchCommands } from "#ui/shell/command.ts";
import { apiClient, readAnswer } from "../api-client.ts";

const customersShown = "8";
const tutorsShown = "5";
const subjectsShown = 5;

/**
 * What the command palette finds beside pages: saved views, customers by name, e-mail or id, tutors by name or id,
 * subjects by name.
 */
export async function searchEverything(query: string, signal: AbortSignal): Promise<CommandGroup[]> {
  const groups = await Promise.all([
    findViews(query, signal),
    findCustomers(query, signal),
    findTutors(query, signal),
    findSubjects(query, signal),
  ]);
  return groups.filter(({ items }) => items.length > 0);
}

const viewPageWords: Record<ViewPage, string> = {
  customers: "Customers",
  "work-queue": "Work queue",
  tutors: "Tutors",
};

async function findViews(query: string, signal: AbortSignal): Promise<CommandGroup> {
  const { data } = await readAnswer(apiClient.views.$get({ query: {} }, { init: { signal } }));
  const items = data.map(({ id, name, page, address, isMine, ownerName }) => ({
    id: `view ${id}`,
    label: name,
    hint: `${viewPageWords[page]} view${isMine ? "" : ` of ${ownerName}`}`,
    icon: <Bookmark />,
    href: address,
  }));
  const heading = "Views";
  return matchCommands([{ heading, items }], query)[0] ?? { heading, items: [] };
}

async function findCustomers(search: string, signal: AbortSignal): Promise<CommandGroup> {
  const found = await readAnswer(
    apiClient.customers.$get({ query: { search, pageSize: customersShown } }, { init: { signal } }),
  );
  return {
    heading: "Customers",
    items: found.data.map(({ id, name, tier, score }) => ({
      id: `customer ${id}`,
      label: name,
      hint: `${lookOfTier(tier).word}${score === null ? "" : `, score ${score}`} · id ${id}`,
      icon: <User />,
      href: `/customers/${id}`,
    })),
  };
}

async function findTutors(search: string, signal: AbortSignal): Promise<CommandGroup> {
  const found = await readAnswer(
    apiClient.tutors.$get({ query: { search, sort: "name", pageSize: tutorsShown } }, { init: { signal } }),
  );
  return {
    heading: "Tutors",
    items: found.data.map(({ id, name, tier }) => ({
      id: `tutor ${id}`,
      label: name,
      hint: `${tierLook[tier].word} · id ${id}`,
      icon: <GraduationCap />,
      href: `/tutors/${id}`,
    })),
  };
}

async function findSubjects(search: string, signal: AbortSignal): Promise<CommandGroup> {
  const { data } = await readAnswer(apiClient.demand.subjects.$get({}, { init: { signal } }));
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = data.filter(({ code, name }) => {
    const text = `${name} ${code}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return {
    heading: "Demand by subject",
    items: found.slice(0, subjectsShown).map(({ code, name, hoursShort }) => ({
      id: `subject ${code}`,
      label: name,
      hint: hoursShort ? `short in ${hoursShort} of the next hours` : "demand and capacity",
      icon: <ChartNoAxesCombined />,
      href: `/demand/${encodeURIComponent(code)}`,
    })),
  };
}
