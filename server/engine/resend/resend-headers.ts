import type { Account } from '../../domain/account.js';
import type { Header } from '../../protocol/records.js';
import type { AttemptContext, Provider } from '../../providers/provider.js';
import { isSendersHeader } from '../../transport/transport-request.js';
import type { Resend } from './resend.js';

/** Far enough for any unit of time that a header may count in. */
const ANOTHER_TIME_MS = 90_000_000;

/**
 * Headers of an edited delivery, in the order they are sent. Whatever is about the connection is left out: the transport writes it itself.
 * Signed anew, a header that depends on time, body or key gets its new value where the edited ones still have it; all others stay as edited.
 */
export function buildResendHeaders(
  provider: Provider,
  context: AttemptContext,
  { signing, key, headers }: Pick<Resend, 'signing' | 'key' | 'headers'>,
): Header[] {
  const kept = headers?.filter(isSendersHeader);
  if (signing === 'kept' && kept) return kept;
  const account = signing === 'other_key' ? withSecretKeys(provider, context.account, key ?? '') : context.account;
  const fresh = provider.buildAttemptHeaders({ ...context, account });
  if (!kept) return fresh;
  const made = findMadeHeaders(provider, context);
  const values = new Map(fresh.map(([name, value]) => [name.toLowerCase(), value]));
  return kept.map(([name, value]): Header => {
    const isMade = made.has(name.toLowerCase());
    return [name, isMade ? (values.get(name.toLowerCase()) ?? value) : value];
  });
}

/** Names of the headers that the provider makes for each attempt, such as time and signature: they differ as soon as everything else does. */
function findMadeHeaders(provider: Provider, context: AttemptContext): Set<string> {
  const other = provider.buildAttemptHeaders({
    account: withSecretKeys(provider, context.account, 'another-key'),
    event: { ...context.event, atMs: context.event.atMs + ANOTHER_TIME_MS },
    body: `${context.body.toString()} `,
    nowMs: context.nowMs + ANOTHER_TIME_MS,
  });
  const others = new Map(other.map(([name, value]) => [name.toLowerCase(), value]));
  const made = provider.buildAttemptHeaders(context).filter(([name, value]) => others.get(name.toLowerCase()) !== value);
  return new Set(made.map(([name]) => name.toLowerCase()));
}

function withSecretKeys(provider: Provider, account: Account, key: string): Account {
  const secret = provider.keys.filter(({ isSecret }) => isSecret).map(({ name }): [string, string] => [name, key]);
  return { ...account, keys: { ...account.keys, ...Object.fromEntries(secret) } };
}
