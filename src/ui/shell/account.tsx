"use client";

import { lazy, Suspense, useState } from "react";
import { AccountButton } from "./account-button.tsx";
import type { AccountMenuProps } from "./account-menu.tsx";

const load = () => import("./account-menu.tsx").then((module) => ({ default: module.AccountMenu }));
const AccountMenu = lazy(load);

/** The button is in the first paint; its menu is loaded when a pointer or the focus comes near. */
export function Account(props: AccountMenuProps) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <AccountButton
      name={props.user.name}
      onPointerEnter={load}
      onFocus={load}
      onClick={() => setWanted(true)}
    />
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu {...props} />
    </Suspense>
  );
}
