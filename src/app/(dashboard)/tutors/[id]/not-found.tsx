import Link from "next/link";
import { buttonClass } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";

export default function TutorNotFound() {
  return (
    <PageFrame>
      <h1 className="sr-only">Tutor not found</h1>
      <EmptyState
        title="There is no such tutor"
        action={
          <Link href="/tutors" className={buttonClass({ variant: "primary" })}>
            All tutors
          </Link>
        }
      >
        The number may be wrong, or the tutor was removed at the source.
      </EmptyState>
    </PageFrame>
  );
}
