"use client";

import { Segmented } from "#ui/primitives/segmented.tsx";

export type Theme = "system" | "light" | "dark";
export type Density = "comfortable" | "compact";

export type AppearanceChoiceProps = {
  theme: Theme;
  density: Density;
  onTheme: (theme: Theme) => void;
  onDensity: (density: Density) => void;
};

export function AppearanceChoice({ theme, density, onTheme, onDensity }: AppearanceChoiceProps) {
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-4">
      <div className="flex flex-col gap-1.5">
        <span className="font-medium text-sm">Theme</span>
        <Segmented
          label="Theme"
          value={theme}
          onValueChange={onTheme}
          options={[
            { value: "system", label: "As the system" },
            { value: "light", label: "Light" },
            { value: "dark", label: "Dark" },
          ]}
        />
      </div>
      <div className="flex flex-col gap-1.5">
        <span className="font-medium text-sm">Density</span>
        <Segmented
          label="Density"
          value={density}
          onValueChange={onDensity}
          options={[
            { value: "comfortable", label: "Comfortable" },
            { value: "compact", label: "Compact" },
          ]}
        />
      </div>
    </div>
  );
}
