import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import {
  clocksInChicago,
  hourAfter,
  imbalanceEpisode,
  recommendation,
} from "#test/builders/demand-answers.ts";
import { EpisodeCards } from "./episode-cards.tsx";

const show = (changes: Partial<Parameters<typeof EpisodeCards>[0]> = {}) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <EpisodeCards
        episodes={[imbalanceEpisode()]}
        recommendations={[recommendation()]}
        clocks={clocksInChicago}
        mayWrite
        {...changes}
      />
    </QueryClientProvider>,
  );

describe("cards of episodes", () => {
  test("offer what can still be done, to those who may", () => {
    const { unmount } = show();
    expect(screen.getByRole("button", { name: /^Accept/ })).toBeVisible();
    expect(screen.getByRole("button", { name: /^Dismiss/ })).toBeVisible();
    unmount();
    show({ mayWrite: false });
    expect(screen.getByText("Ask Ada Adams and Bo Baker")).toBeVisible();
    expect(screen.getByText(/Worth 3.1 sessions, \$120–\$310, 80.% sure/)).toBeVisible();
    expect(screen.queryByRole("button")).toBeNull();
  });

  test("say what was decided, and by whom", () => {
    show({
      recommendations: [recommendation({ state: "dismissed", decidedBy: "Olga", decisionNote: "holiday" })],
    });
    expect(screen.getByText("Dismissed by Olga: holiday")).toBeVisible();
    expect(screen.queryByRole("button")).toBeNull();
  });

  test("leave nothing to accept once it is accepted", () => {
    show({ recommendations: [recommendation({ state: "accepted" })] });
    expect(screen.queryByRole("button", { name: /^Accept/ })).toBeNull();
    expect(screen.getByRole("button", { name: /^Done/ })).toBeVisible();
  });

  test("come soonest first, each with its own recommendation, and all when asked for", async () => {
    const episodes = Array.from({ length: 8 }, (_, index) =>
      imbalanceEpisode({
        id: index + 1,
        startsAt: hourAfter(80 - 10 * index),
        endsAt: hourAfter(83 - 10 * index),
      }),
    );
    const { container } = show({ episodes, recommendations: [recommendation({ episodeId: 8 })] });
    const ids = () =>
      [...container.querySelectorAll("[data-episode]")].map((card) => card.getAttribute("data-episode"));
    expect(ids()).toEqual(["8", "7", "6", "5", "4", "3"]);
    expect(container.querySelector("[data-episode='8'] [data-recommendation]")).not.toBeNull();
    expect(container.querySelectorAll("[data-recommendation]")).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "Show all 8" }));
    expect(ids()).toHaveLength(8);
  });

  test("ask why a recommendation is dismissed before it is", async () => {
    show();
    await userEvent.click(screen.getByRole("button", { name: /^Dismiss/ }));
    const dialog = screen.getByRole("dialog", { name: "Dismiss the recommendation" });
    await userEvent.type(screen.getByRole("textbox", { name: "Reason" }), "no");
    await userEvent.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(dialog).toHaveTextContent("Say in a few words why.");
  });
});
