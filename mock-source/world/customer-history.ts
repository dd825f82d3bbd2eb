import { float64Column, int32Column, uint8Column } from "./columns.ts";

export type Goal = {
  title: number;
  subject: number;
  isPrimary: boolean;
  targetDay: number;
  createdUs: number;
  /** 0 while open; may lie in the future of what is shown. */
  completedUs: number;
};

/** The goals of all customers; each customer's form a chain from the newest to the oldest. */
export class GoalTable {
  private readonly columns = {
    title: uint8Column(),
    subject: uint8Column(),
    isPrimary: uint8Column(),
    targetDay: int32Column(),
    created: float64Column(),
    completed: float64Column(),
    before: int32Column(),
  };

  /** Returns the goal's place, counted from 1. */
  add(goal: Goal, before: number): number {
    const { columns } = this;
    columns.title.push(goal.title);
    columns.subject.push(goal.subject);
    columns.isPrimary.push(goal.isPrimary ? 1 : 0);
    columns.targetDay.push(goal.targetDay);
    columns.created.push(goal.createdUs);
    columns.completed.push(goal.completedUs);
    columns.before.push(before);
    return columns.title.length;
  }

  read(place: number): Goal {
    const { columns } = this;
    const index = place - 1;
    return {
      title: columns.title.at(index),
      subject: columns.subject.at(index),
      isPrimary: columns.isPrimary.at(index) === 1,
      targetDay: columns.targetDay.at(index),
      createdUs: columns.created.at(index),
      completedUs: columns.completed.at(index),
    };
  }

  before = (place: number): number => this.columns.before.at(place - 1);
  complete = (place: number, us: number): void => this.columns.completed.put(place - 1, us);
}

/** Changes of status and of plan of all customers; each customer's form a chain from the newest to the oldest. */
export class EventTable {
  private readonly columns = {
    us: float64Column(),
    kind: uint8Column(),
    value: uint8Column(),
    before: int32Column(),
  };

  add(us: number, kind: number, value: number, before: number): number {
    const { columns } = this;
    columns.us.push(us);
    columns.kind.push(kind);
    columns.value.push(value);
    columns.before.push(before);
    return columns.us.length;
  }

  us = (place: number): number => this.columns.us.at(place - 1);
  kind = (place: number): number => this.columns.kind.at(place - 1);
  value = (place: number): number => this.columns.value.at(place - 1);
  before = (place: number): number => this.columns.before.at(place - 1);
}
