/** What can be done about a shortage. */
export const leverKinds = ["ask_tutors", "extend_hours", "move_demand", "recruit"] as const;

export type LeverKind = (typeof leverKinds)[number];
