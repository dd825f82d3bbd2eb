"use client";

import { Component, type ReactNode } from "react";
import { Card } from "./card.tsx";
import { ErrorState } from "./error-state.tsx";

export type SectionBoundaryProps = {
  /** What the section shows, as in "The score history". */
  name: string;
  /** Before the section is tried again: throw away what failed. */
  onReset?: () => void;
  children: ReactNode;
};

/** One section that fails leaves the others standing. The fault itself goes on to where faults are reported. */
export class SectionBoundary extends Component<SectionBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  readonly retry = () => {
    this.props.onReset?.();
    this.setState({ failed: false });
  };

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Card>
        <ErrorState
          what={`${this.props.name} could not be shown.`}
          todo="The rest of the page works. Try again; if it fails once more, tell your administrator."
          onRetry={this.retry}
        />
      </Card>
    );
  }
}
