"use client";

import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useState } from "react";
import {
  AppearanceChoice,
  type Density,
  type Theme,
} from "#features/accounts/components/appearance-choice.tsx";
import { BrowsersList } from "#features/accounts/components/browsers-list.tsx";
import { ChangePasswordForm } from "#features/accounts/components/change-password-form.tsx";
import { ProfileForm } from "#features/accounts/components/profile-form.tsx";
import type { Profile } from "#features/accounts/profile.ts";
import type { Browser } from "#features/accounts/schemas.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { toast } from "#ui/primitives/toast-store.ts";
import { applyDensity } from "#ui/shell/preferences.ts";
import { apiClient, readAnswer, readDone } from "../../api-client.ts";
import { postAuthForm } from "../../auth-client.ts";
import { useChange } from "../use-change.ts";

export type AccountViewProps = {
  profile: Profile;
  browsers: readonly Browser[];
  timezones: readonly string[];
};

export function AccountView({ profile, browsers, timezones }: AccountViewProps) {
  const router = useRouter();
  const change = useChange([]);
  return (
    <>
      <Card>
        <CardHeader>
          <CardTitle>Profile</CardTitle>
        </CardHeader>
        <CardBody className="max-w-md">
          <ProfileForm
            email={profile.email ?? ""}
            name={profile.name}
            timezone={profile.timezone}
            timezones={timezones}
            onSave={async (json) => {
              const faults = await change.inForm(() => readAnswer(apiClient.me.$patch({ json })), "Saved");
              if (!faults) router.refresh();
              return faults;
            }}
          />
        </CardBody>
      </Card>
      <Appearance profile={profile} />
      <Card>
        <CardHeader>
          <CardTitle>Password</CardTitle>
        </CardHeader>
        <CardBody className="max-w-md">
          <ChangePasswordForm
            onChange={async (given) => {
              const faults = await postAuthForm("/change-password", { ...given, revokeOtherSessions: true });
              if (faults) return faults;
              toast({ title: "Password changed; other browsers are signed out", status: "good" });
              router.refresh();
              return null;
            }}
          />
        </CardBody>
      </Card>
      <Browsers browsers={browsers} timezone={profile.timezone} />
    </>
  );
}

function Appearance({ profile }: { profile: Profile }) {
  const { setTheme } = useTheme();
  const change = useChange([]);
  const [theme, chooseTheme] = useState<Theme>(profile.theme);
  const [density, chooseDensity] = useState<Density>(profile.density);
  const keep = (json: { theme?: Theme; density?: Density }) =>
    change.now(() => readAnswer(apiClient.me.$patch({ json })), "Saved");
  return (
    <Card>
      <CardHeader>
        <CardTitle>Appearance</CardTitle>
      </CardHeader>
      <CardBody>
        <AppearanceChoice
          theme={theme}
          density={density}
          onTheme={(chosen) => {
            chooseTheme(chosen);
            setTheme(chosen);
            void keep({ theme: chosen });
          }}
          onDensity={(chosen) => {
            chooseDensity(chosen);
            applyDensity(chosen);
            void keep({ density: chosen });
          }}
        />
      </CardBody>
    </Card>
  );
}

function Browsers({ browsers, timezone }: { browsers: readonly Browser[]; timezone: string }) {
  const router = useRouter();
  const change = useChange([]);
  const signOutAll = () =>
    change.now(async () => {
      await readAnswer(apiClient.me.browsers.$delete({ query: {} }));
      window.location.assign("/sign-in?notice=signed-out");
    }, "Signed out everywhere");
  return (
    <Card>
      <CardHeader>
        <CardTitle>Signed-in browsers</CardTitle>
        <Button size="sm" variant="danger" onClick={signOutAll}>
          Sign out everywhere
        </Button>
      </CardHeader>
      <CardBody>
        <BrowsersList
          browsers={browsers}
          timezone={timezone}
          onSignOut={async ({ id }) => {
            await change.now(
              () => readDone(apiClient.me.browsers[":id"].$delete({ param: { id } })),
              "Signed out",
            );
            router.refresh();
          }}
        />
      </CardBody>
    </Card>
  );
}
