import type { Environment, EnvironmentState } from '../../state/environment.js';
import { type ShownSecrets, useShownSecrets } from './use-shown-secrets.js';

/** The environment with secrets, while somebody wants to see them. */
export function useSecrets(masked: EnvironmentState, reveal: () => Promise<EnvironmentState>): ShownSecrets<Environment> {
  return useShownSecrets(masked, async () => {
    const state = await reveal();
    return state.kind === 'ready' ? { ok: true, value: state.environment } : { ok: false, problem: describeProblem(state) };
  });
}

/** Why there are no secrets to show, in one sentence. */
export function describeProblem({ kind }: EnvironmentState): string {
  return kind === 'token_needed'
    ? 'The stage asks for a token before it shows secrets.'
    : 'The stage did not answer, so the secrets stay hidden.';
}
