import type { ProviderEnvironment } from '../state/environment.js';

export interface FirstCall {
  title: string;
  command: string;
}

/** Commands that make a first record: the providers' own examples, or a call to the built-in receiver, which always works. */
export function buildFirstCalls(providers: readonly ProviderEnvironment[], origin: string): FirstCall[] {
  const examples = providers.flatMap(({ title, example }) =>
    example === null ? [] : [{ title: `A first payment at ${title}`, command: example }],
  );
  if (examples.length > 0) return examples;
  const command = `curl -i ${origin}/_paystage/bin/default \\\n  -H 'content-type: application/json' \\\n  -d '{"hello":"stage"}'`;
  return [{ title: 'A first request to the built-in receiver', command }];
}
