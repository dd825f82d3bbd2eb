import type { ImbalanceEpisode } from "../work-schemas.ts";

/** The first lever that still works in the time left: the cheapest comes first. */
export const bestLever = ({ levers }: Pick<ImbalanceEpisode, "levers">) =>
  levers.find(({ isInTime }) => isInTime);
