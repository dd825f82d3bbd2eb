import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { CoachingTask } from "../schemas.ts";
import { RecommendationList } from "./recommendation-list.tsx";
import { ResourcesEditor, type ResourcesEditorProps } from "./resources-editor.tsx";
import { TaskForm, type TaskFormProps } from "./task-form.tsx";
import { TaskList } from "./task-list.tsx";

const stretch: CoachingTask["before"] = {
  from: "2026-10-05",
  to: "2026-11-02",
  firstSessionsRated: 10,
  firstSessionSuccesses: 4,
  success: { rate: 0.4, lower: 0.17, upper: 0.69 },
  rated: 20,
  meanRating: 4.1,
  sessions: 30,
  cancellationRate: 0.03,
};

const task = (changes: Partial<CoachingTask> = {}): CoachingTask => ({
  id: 1,
  tutorId: 7,
  tutor: "Tova Tutor",
  flag: "needs_coaching",
  subjectCode: "latin",
  subject: "Latin",
  title: "Watch two sessions",
  note: "Ask about the goal.",
  ownerId: "carla",
  owner: "Carla Coach",
  dueOn: "2026-11-20",
  state: "open",
  isOverdue: true,
  createdBy: "Olga Operator",
  createdAt: "2026-11-04T12:00:00.000Z",
  closedBy: null,
  closedAt: null,
  closingNote: null,
  before: stretch,
  atClosing: null,
  later: null,
  laterFrom: null,
  ...changes,
});

describe("a task", () => {
  test("says who does what until when, that it is overdue, and what was measured before it", () => {
    render(
      <TaskList
        tasks={[task()]}
        timezone="UTC"
        withTutor
        actions={() => <button type="button">Done</button>}
      />,
    );
    expect(screen.getByText(/Carla Coach, due 20 Nov 2026/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Tova Tutor" })).toHaveAttribute("href", "/tutors/7");
    expect(screen.getByText("Overdue")).toBeVisible();
    expect(screen.getByText(/17–69.%/)).toBeVisible();
    expect(screen.getByText("once it is closed")).toBeVisible();
    expect(screen.getByRole("button", { name: "Done" })).toBeVisible();
  });

  test("that is done shows the measures beside each other, and offers nothing more", () => {
    const done = task({
      state: "done",
      isOverdue: false,
      closedBy: "Carla Coach",
      closedAt: "2026-11-20T12:00:00.000Z",
      atClosing: { ...stretch, success: { rate: 0.7, lower: 0.4, upper: 0.89 } },
      laterFrom: "2026-12-25T12:00:00.000Z",
    });
    render(<TaskList tasks={[done]} timezone="UTC" actions={() => <button type="button">Done</button>} />);
    expect(screen.getByText(/70.%/)).toBeVisible();
    expect(screen.getByText("known from 25 Dec 2026 on")).toBeVisible();
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("the form of a task", () => {
  test("gives what was filled in, and says what the server refused", async () => {
    const onGive = vi.fn<TaskFormProps["onGive"]>().mockResolvedValue("There is no tutor 7.");
    render(
      <TaskForm
        tutorId={7}
        owners={[{ id: "carla", name: "Carla Coach" }]}
        subjects={[{ code: "latin", name: "Latin" }]}
        first={{
          title: "",
          flag: "needs_coaching",
          subjectCode: "latin",
          ownerId: "carla",
          dueOn: "2026-12-01",
        }}
        onGive={onGive}
      />,
    );
    await userEvent.type(screen.getByLabelText(/What is to be done/), "Watch two sessions");
    await userEvent.click(screen.getByRole("button", { name: "Assign" }));
    expect(onGive).toHaveBeenCalledWith({
      tutorId: 7,
      title: "Watch two sessions",
      note: null,
      flag: "needs_coaching",
      subjectCode: "latin",
      ownerId: "carla",
      dueOn: "2026-12-01",
    });
    expect(await screen.findByText("There is no tutor 7.")).toBeVisible();
  });
});

describe("recommendations and resources", () => {
  test("stand with their links", () => {
    const resources = [{ title: "Handbook", url: "https://example.org/handbook", flags: [], subjects: [] }];
    const recommendation = {
      flag: null,
      subject: null,
      title: "Go through the calendar",
      practise: "Go.",
      resources,
    };
    render(<RecommendationList recommendations={[recommendation]} />);
    expect(screen.getByRole("link", { name: "Handbook" })).toHaveAttribute(
      "href",
      "https://example.org/handbook",
    );
  });

  test("are added and removed as a new whole", async () => {
    const onSave = vi.fn<ResourcesEditorProps["onSave"]>().mockResolvedValue(null);
    const first = { title: "Handbook", url: "https://example.org/handbook", flags: [], subjects: [] };
    render(<ResourcesEditor stored={{ version: 2, resources: [first] }} subjects={[]} onSave={onSave} />);
    await userEvent.type(screen.getByLabelText(/Title/), "Calendar");
    await userEvent.type(screen.getByLabelText(/Address/), "https://example.org/calendar");
    await userEvent.click(screen.getByRole("button", { name: "Add" }));
    expect(onSave).toHaveBeenCalledWith([
      first,
      { title: "Calendar", url: "https://example.org/calendar", flags: [], subjects: [] },
    ]);
    await userEvent.click(screen.getByRole("button", { name: /Remove.*Handbook/ }));
    expect(onSave).toHaveBeenLastCalledWith([]);
  });
});
