import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import classes from './stage/empty-state.module.css';

interface ViewBoundaryProps {
  /** A failed view is tried again when this changes. */
  resetKey: string;
  children: ReactNode;
}

interface ViewBoundaryState {
  problem: string | null;
  resetKey: string;
}

/**
 * Keeps the rest of the page alive when a view cannot be shown: its file belongs to a version that the stage no longer serves, or a
 * record of a newer version is not what this page expects.
 */
export class ViewBoundary extends Component<ViewBoundaryProps, ViewBoundaryState> {
  override state: ViewBoundaryState = { problem: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<ViewBoundaryState> {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  static getDerivedStateFromProps(props: ViewBoundaryProps, state: ViewBoundaryState): Partial<ViewBoundaryState> | null {
    return props.resetKey === state.resetKey ? null : { problem: null, resetKey: props.resetKey };
  }

  override render() {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <main className={classes.empty}>
        <div role="alert">
          <h2 className={classes.lead}>This view cannot be shown.</h2>
          <p className={classes.text}>
            Most likely the stage now runs another version than the one this page came from. Reload the page to get the one that
            belongs to it; the other views and the log are still here.
          </p>
          <p className={classes.text}>{problem}</p>
        </div>
        <Button color="blue" size="compact-md" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </main>
    );
  }
}
