import { sql } from "kysely";
import { certaintyWords } from "#domain/tutors/certainty-words.ts";
import { flagLook, type TutorFlag } from "#domain/tutors/tutor-flag.ts";
import { readTutorDetail } from "#features/tutors/read-tutor.ts";
import type { Demonstration, Step } from "./demonstration.ts";
import { opsViewer } from "./ops-viewer.ts";
import { recordsArrived } from "./records-arrived.ts";
import type { StartedScene } from "./scene-control.ts";

const tutorOf = ({ look_at }: StartedScene) => {
  const [target] = look_at;
  return { id: Number(target?.id), name: target?.name ?? "", why: target?.why ?? "" };
};

type Raised = { code: TutorFlag; certainty: number };

/** The flag that says that the first sessions slip. */
const slipFlag: TutorFlag = "needs_coaching";

const flagRaised: Step = {
  name: "flag",
  awaits: `the flag "${flagLook[slipFlag].word}"`,
  async find({ db, scene }) {
    const { rows } = await sql<Raised>`
      select code, certainty from tutor_flag_changes
      where tutor_id = ${tutorOf(scene).id} and change = 'raised' and code = ${slipFlag}
        and happened_at >= ${scene.started_at}
      order by change_id limit 1`.execute(db);
    const [raised] = rows;
    if (raised === undefined) return null;
    const said = `the flag "${flagLook[raised.code].word}" is raised, with ${certaintyWords(raised.certainty)} certainty`;
    return { said, facts: raised };
  },
};

const evidenceStored: Step = {
  name: "evidence",
  awaits: "what speaks for the flag",
  async find({ db, now, scene }) {
    const { watched } = await readTutorDetail({ db, now, viewer: opsViewer }, tutorOf(scene).id);
    const flag = watched.find(({ code, isShown }) => code === slipFlag && isShown);
    return flag === undefined
      ? null
      : { said: `evidence: ${flag.sentence}`, facts: { sentence: flag.sentence } };
  },
};

/** The first sessions of a good tutor slip. */
export const tutorDeclines: Demonstration = {
  name: "tutor-declines",
  about:
    "A tutor whose first sessions slip is flagged, with evidence that it is not chance; a coaching task follows.",
  scene: { scene: "tutor-declines" },
  tell(scene, baseUrl) {
    const { id, name, why } = tutorOf(scene);
    return {
      about: `${name}, tutor ${id}: ${why}`,
      look: [
        {
          address: `${baseUrl}/tutors/${id}`,
          see: `Open it now: within a minute the flag "${flagLook[slipFlag].word}" appears, with its evidence, without reloading.`,
        },
        { address: `${baseUrl}/`, see: `${name} stands under "Tutors to talk to".` },
        {
          address: `${baseUrl}/tutors?flag=${slipFlag}`,
          see: `${name} is in the list of flagged tutors, with the same certainty.`,
        },
      ],
      todo: [
        "Read what speaks for the flag: the sessions before and since, and how sure it is that the rate has dropped.",
        'Press "Assign as a task" under "What to practise": the form is filled in from the flag.',
        `See the task on the page and on ${baseUrl}/tutors?view=coaching, with the measures before it and, in time, after it.`,
        `End the scene with "ops demo end tutor-declines"; one more such session comes every twelve hours until then.`,
      ],
    };
  },
  steps: [recordsArrived, flagRaised, evidenceStored],
};
