"use client";

import { useQuery } from "@tanstack/react-query";
import { UtilisationList } from "#features/demand/components/utilisation-list.tsx";
import type { SubjectUtilisation } from "#features/demand/schemas/utilisation.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { Section } from "#ui/primitives/section.tsx";
import { utilisationQuery } from "../demand-queries.ts";

export function UtilisationView({ initial, now }: { initial: SubjectUtilisation; now: string }) {
  const utilisation = useQuery({
    ...utilisationQuery,
    initialData: initial,
    initialDataUpdatedAt: Date.parse(now),
  });
  return (
    <Section
      title="Subjects, the fullest first"
      aside="hours of a tutor with several subjects are shared out by what the tutor taught"
      reading={utilisation}
      flush
    >
      {({ data }) =>
        data.length === 0 ? (
          <EmptyState title="No subjects yet">
            Subjects appear here once the first records have come in from the source.
          </EmptyState>
        ) : (
          <UtilisationList subjects={data} />
        )
      }
    </Section>
  );
}
