import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import classes from './stage/empty-state.module.css';

const OTHER_VERSION = 'Most likely the stage now runs another version than the one this page came from.';
const NOT_LOADED = 'The stage did not answer when this view was to be loaded for the first time.';
const RELOAD = 'Reload the page to get it; the other views and the log are still here.';
const STILL_HERE = 'Reload the page when the stage is back; until then the other views and the log are still here.';

interface ViewBoundaryProps {
  /** A failed view is tried again when this changes. */
  resetKey: string;
  /** The stage does not answer. */
  isStageAway: boolean;
  children: ReactNode;
}

interface ViewBoundaryState {
  problem: string | null;
  /** The stage did not answer when the view was to be shown. */
  wasStageAway: boolean;
  resetKey: string;
}

/**
 * Keeps the rest of the page alive when a view cannot be shown: its file belongs to a version that the stage no longer serves, or a
 * record of a newer version is not what this page expects.
 */
export class ViewBoundary extends Component<ViewBoundaryProps, ViewBoundaryState> {
  override state: ViewBoundaryState = { problem: null, wasStageAway: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<ViewBoundaryState> {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  static getDerivedStateFromProps(props: ViewBoundaryProps, state: ViewBoundaryState): Partial<ViewBoundaryState> | null {
    return props.resetKey === state.resetKey ? null : { problem: null, resetKey: props.resetKey };
  }

  override componentDidCatch(): void {
    this.setState({ wasStageAway: this.props.isStageAway });
  }

  override render() {
    const { problem, wasStageAway } = this.state;
    const { isStageAway } = this.props;
    if (problem === null) return this.props.children;
    return (
      <main className={classes.empty}>
        <div role="alert">
          <h2 className={classes.lead}>This view cannot be shown.</h2>
          <p className={classes.text}>
            {wasStageAway ? NOT_LOADED : OTHER_VERSION} {isStageAway ? STILL_HERE : RELOAD}
          </p>
          <p className={classes.text}>{problem}</p>
        </div>
        {/* A page that is reloaded while there is no stage is gone. */}
        <Button color="blue" size="compact-md" disabled={wasStageAway && isStageAway} onClick={() => location.reload()}>
          Reload the page
        </Button>
      </main>
    );
  }
}
