import type { ReactNode } from "react";
import type { CoachingRecommendations } from "../schemas.ts";

type Recommendation = CoachingRecommendations["data"][number];

export type RecommendationListProps = {
  recommendations: readonly Recommendation[];
  action?: (recommendation: Recommendation) => ReactNode;
};

/** What to practise, with links to resources. */
export function RecommendationList({ recommendations, action }: RecommendationListProps) {
  if (recommendations.length === 0)
    return <p className="text-ink-muted">No flag and no weak subject: there is nothing to recommend.</p>;
  return (
    <ul className="flex flex-col gap-4">
      {recommendations.map((recommendation) => (
        <li key={recommendation.title} className="flex flex-col items-start gap-1">
          <p className="font-medium">{recommendation.title}</p>
          <p className="text-ink-muted text-sm">{recommendation.practise}</p>
          {recommendation.resources.length > 0 ? (
            <ul className="text-sm">
              {recommendation.resources.map(({ title, url }) => (
                <li key={url}>
                  <a href={url} target="_blank" rel="noreferrer" className="text-accent-ink underline">
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          ) : null}
          {action?.(recommendation)}
        </li>
      ))}
    </ul>
  );
}
