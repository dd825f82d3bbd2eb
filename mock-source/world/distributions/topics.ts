import { callTopic } from "./call-figures.ts";
import { churnTopic } from "./churn-figures.ts";
import { customerTopic } from "./customer-figures.ts";
import { outcomeTopic, ratingTopic, subjectTopic } from "./session-figures.ts";
import type { Topic } from "./statement.ts";
import { hourTopic, seasonTopic } from "./time-figures.ts";
import { tutorTopic } from "./tutor-figures.ts";

/** The whole statement, in the order in which it is read. */
export const topics: readonly Topic[] = [
  customerTopic,
  hourTopic,
  seasonTopic,
  subjectTopic,
  outcomeTopic,
  ratingTopic,
  churnTopic,
  callTopic,
  tutorTopic,
];
