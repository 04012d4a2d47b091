import { controlRoutes } from '../../server/http/control-routes.js';
import type { Harness } from '../../server/index.js';

export interface RouteCall {
  method: string;
  path: string;
}

/** Every address of a stage with every method that it takes. `names` fills the named parts of paths; `x` stands where none is given. */
export function listRouteCalls(harness: Harness, names: Readonly<Record<string, string>> = {}): RouteCall[] {
  const fill = (path: string) =>
    path.replace(/\{(\w+)\}|:(\w+)/g, (_, inBraces, afterColon) => names[inBraces ?? afterColon] ?? 'x');
  const control = controlRoutes.flatMap(({ method, path, isStageWide }) => [
    { method, path: `/_paystage/api${fill(path)}` },
    ...(isStageWide ? [] : [{ method, path: `/_paystage/api/lanes/default${fill(path)}` }]),
  ]);
  const providers = [...harness.engine.providers.values()].flatMap((provider) =>
    provider.routes.map(({ method, path }) => ({ method, path: `/${provider.name}${fill(path)}` })),
  );
  const own = ['/', '/_paystage/health', '/_paystage/openapi.json', '/_paystage/bin/x', '/_paystage/stream', '/nothing/here'];
  return [
    ...control,
    ...providers,
    ...own.map((path) => ({ method: 'GET', path })),
    { method: 'POST', path: '/_paystage/bin/x' },
  ];
}

/** One text for everything that a stage holds and that a call could change; two that are equal are the same state. */
export function describeState({ engine }: Harness): string {
  const { state, accounts, lanes, clock, bins, log } = engine;
  return JSON.stringify(
    {
      state,
      accounts: accounts.list(),
      lanes: lanes.list().map(({ name }) => name),
      speed: clock.speed,
      bin: bins.answerOf('x'),
      newestSeq: log.newestSeq,
    },
    (_key, value: unknown) => (value instanceof Map || value instanceof Set ? [...value] : value),
  );
}
