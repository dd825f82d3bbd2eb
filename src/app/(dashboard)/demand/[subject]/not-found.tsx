import Link from "next/link";
import { buttonClass } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";

export default function SubjectNotFound() {
  return (
    <PageFrame>
      <h1 className="sr-only">Subject not found</h1>
      <EmptyState
        title="There is no such subject"
        action={
          <Link href="/demand" className={buttonClass({ variant: "primary" })}>
            All subjects
          </Link>
        }
      >
        The address may be wrong, or the subject is not one that you may see.
      </EmptyState>
    </PageFrame>
  );
}
