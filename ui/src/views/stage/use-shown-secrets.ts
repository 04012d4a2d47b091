import { useCallback, useEffect, useRef, useState } from 'react';

/** Long enough to read and copy, short enough not to be left on a shared screen. */
const HIDE_AFTER_MS = 60_000;

export type Revealed<T> = { ok: true; value: T } | { ok: false; problem: string };

export interface ShownSecrets<T> {
  /** With secrets in full while they are shown; null otherwise. */
  shown: T | null;
  /** Why they could not be shown. */
  problem: string | null;
  show(): Promise<void>;
  hide(): void;
}

/**
 * Shows secrets for a minute at most. They are forgotten with the view, when the page is left or out of sight, and when `masked` becomes
 * another one, because the keys may be others then.
 */
export function useShownSecrets<T>(masked: unknown, reveal: () => Promise<Revealed<T>>): ShownSecrets<T> {
  const [held, setHeld] = useState<{ masked: unknown; value: T } | null>(null);
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
    const revealed = await reveal();
    if (request.current !== mine) return;
    setHeld(revealed.ok ? { masked, value: revealed.value } : null);
    setProblem(revealed.ok ? null : revealed.problem);
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

  return { shown: held?.masked === masked ? (held?.value ?? null) : null, problem, show, hide };
}
