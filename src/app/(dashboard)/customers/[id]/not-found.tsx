import Link from "next/link";
import { buttonClass } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";

export default function CustomerNotFound() {
  return (
    <PageFrame>
      <h1 className="sr-only">Customer not found</h1>
      <EmptyState
        title="There is no such customer"
        action={
          <Link href="/customers" className={buttonClass({ variant: "primary" })}>
            All customers
          </Link>
        }
      >
        The number may be wrong, or you may not see this customer.
      </EmptyState>
    </PageFrame>
  );
}
