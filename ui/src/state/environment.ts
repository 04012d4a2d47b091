/** Where the emulated providers answer and what an app needs to reach them. */
export interface Environment {
  providers: readonly ProviderEnvironment[];
}

export interface ProviderEnvironment {
  name: string;
  title: string;
  baseUrl: string;
  /** Dotenv names and values; secrets are masked by the harness unless they were asked for by name. */
  env: readonly (readonly [name: string, value: string])[];
  /** A first call to copy, when the harness offers one. */
  example: string | null;
}

export type EnvironmentState =
  | { kind: 'loading' }
  | { kind: 'ready'; environment: Environment }
  | { kind: 'absent' }
  | { kind: 'token_needed' };

/** Reads the reply of the control plane; whatever is not understood is left out. */
export function parseEnvironment(reply: unknown): Environment {
  const providers = isObject(reply) && Array.isArray(reply.providers) ? reply.providers : [];
  return {
    providers: providers
      .filter(isObject)
      .map(parseProvider)
      .filter((provider) => provider !== null),
  };
}

/** Asks the harness, secrets masked; the page works without an answer, so no failure is thrown. */
export function fetchEnvironment(headers: Record<string, string>): Promise<EnvironmentState> {
  return askForEnvironment('/_paystage/api/environment', { headers });
}

/** The same with the secrets in full, because somebody asked for them. */
export function revealEnvironment(headers: Record<string, string>): Promise<EnvironmentState> {
  return askForEnvironment('/_paystage/api/environment/reveal', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{}',
  });
}

/** The provider's variables as a dotenv file has them. */
export function formatEnv({ env }: ProviderEnvironment): string {
  return env.map(([name, value]) => `${name}=${value}`).join('\n');
}

async function askForEnvironment(path: string, init: RequestInit): Promise<EnvironmentState> {
  try {
    const response = await fetch(path, { ...init, cache: 'no-store' });
    if (response.status === 401 || response.status === 403) return { kind: 'token_needed' };
    if (!response.ok) return { kind: 'absent' };
    return { kind: 'ready', environment: parseEnvironment(await response.json()) };
  } catch {
    return { kind: 'absent' };
  }
}

function parseProvider(value: Record<string, unknown>): ProviderEnvironment | null {
  const { name, title, baseUrl, env, example } = value;
  if (typeof name !== 'string' || typeof baseUrl !== 'string') return null;
  const pairs = isObject(env) ? Object.entries(env).filter((pair): pair is [string, string] => typeof pair[1] === 'string') : [];
  return {
    name,
    title: typeof title === 'string' ? title : name,
    baseUrl,
    env: pairs,
    example: typeof example === 'string' && example.trim() !== '' ? example : null,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
