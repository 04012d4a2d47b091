import { useCallback, useEffect, useRef, useState } from 'react';
import type { Environment, EnvironmentState } from '../../state/environment.js';

/** Long enough to read and copy, short enough not to be left on a shared screen. */
const HIDE_AFTER_MS = 60_000;

interface Secrets {
  /** The environment with secrets in full while they are shown; null otherwise. */
  shown: Environment | null;
  /** Why they could not be shown. */
  problem: string | null;
  show(): Promise<void>;
  hide(): void;
}

/**
 * Shows secrets for a minute at most. They are forgotten with the view, when the page is left or out of sight, and when `masked` becomes
 * another one, because the keys may be others then.
 */
export function useSecrets(masked: EnvironmentState, reveal: () => Promise<EnvironmentState>): Secrets {
  const [held, setHeld] = useState<{ masked: EnvironmentState; environment: Environment } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** Counts what was asked for, so that an answer that comes after "hide" or after the view has gone shows nothing. */
  const request = useRef(0);

  const hide = useCallback(() => {
    request.current++;
    setHeld(null);
    setProblem(null);
  }, []);
  const show = async () => {
    const mine = ++request.current;
    const state = await reveal();
    if (request.current !== mine) return;
    setHeld(state.kind === 'ready' ? { masked, environment: state.environment } : null);
    setProblem(state.kind === 'ready' ? null : describeProblem(state));
  };

  useEffect(
    () => () => {
      request.current++;
    },
    [],
  );
  useEffect(() => {
    if (!held) return;
    const timer = setTimeout(hide, HIDE_AFTER_MS);
    const hideUnseen = () => {
      if (document.hidden) hide();
    };
    document.addEventListener('visibilitychange', hideUnseen);
    addEventListener('pagehide', hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hideUnseen);
      removeEventListener('pagehide', hide);
    };
  }, [held, hide]);

  const shown = held?.masked === masked ? held.environment : null;
  return { shown, problem, show, hide };
}

/** Why there are no secrets to show, in one sentence. */
export function describeProblem({ kind }: EnvironmentState): string {
  return kind === 'token_needed'
    ? 'The stage asks for a token before it shows secrets.'
    : 'The stage did not answer, so the secrets stay hidden.';
}
