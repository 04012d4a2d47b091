import { z } from 'zod';
import type { Account } from '../../domain/account.js';
import { listPassing } from '../../engine/accounts/layers.js';
import { maskSecret } from '../../log/redact.js';
import type { Provider, SettingMeta } from '../../providers/provider.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { findProvider } from './find-provider.js';
import { toJsonSchema } from './json-schema.js';
import { type AccountView, accountView, environmentView, jsonObject } from './replies.js';

export const accountControl = [
  defineRoute({
    method: 'GET',
    path: '/environment',
    summary: 'Base URLs and the environment an app needs, secrets masked',
    reply: environmentView,
    handle: (context) => presentEnvironment(context, false),
  }),
  defineRoute({
    method: 'POST',
    path: '/environment/reveal',
    summary: 'The same with secrets, because somebody asked for them by name',
    reply: environmentView,
    handle: (context) => presentEnvironment(context, true),
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts',
    summary: 'The account at every provider',
    reply: z.object({ accounts: z.array(accountView) }),
    handle: (context) => ({
      accounts: [...context.engine.providers.values()].map((provider) => presentAccount(context, provider, false)),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/{provider}',
    summary: 'URLs, keys (masked) and switches of one account',
    reply: accountView,
    handle: (context) => presentAccount(context, findProvider(context), false),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/accounts/{provider}',
    summary: 'Change URLs and switches; what is not named stays as it is',
    body: jsonObject,
    reply: accountView,
    async handle(context, patch) {
      await context.engine.accountChanges.patch(findAccount(context), patch);
      await context.engine.whenDurable();
      return presentAccount(context, findProvider(context), false);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/{provider}/reveal',
    summary: 'One account with its secrets, because somebody asked for them by name',
    reply: accountView,
    handle: (context) => presentAccount(context, findProvider(context), true),
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/{provider}/keys/{key}/rotate',
    summary: 'Replace a key at once; the old one stops working. The new value is in the reply',
    body: z.strictObject({ value: z.string().min(1).max(200).optional() }).optional(),
    reply: z.object({ key: z.string(), value: z.string() }),
    async handle(context, body) {
      const key = context.params.key ?? '';
      const value = await context.engine.accountChanges.rotateKey(findAccount(context), key, body?.value);
      await context.engine.whenDurable();
      return { key, value };
    },
  }),
];

function findAccount(context: ControlContext): Account {
  return context.engine.accounts.inLane(findProvider(context).name, context.lane);
}

export function presentAccount({ engine, address, lane }: ControlContext, provider: Provider, isRevealed: boolean): AccountView {
  const account = engine.accounts.inLane(provider.name, lane);
  const rule = provider.deliveryRule(account);
  const isMasked = (name: string) => provider.keys.find((key) => key.name === name)?.isSecret && !isRevealed;
  return {
    id: account.id,
    provider: provider.name,
    title: provider.title,
    lane: account.lane,
    baseUrl: address.providerUrl(provider.name),
    hostBaseUrl: address.providerHostUrl(provider.name),
    keys: Object.fromEntries(
      Object.entries(account.keys).map(([name, value]) => [name, isMasked(name) ? maskSecret(value) : value]),
    ),
    settings: account.settings,
    passing: listPassing(engine.accounts.layersOf(account)),
    switches: Object.entries(provider.settings.shape).map(([name, schema]) => {
      const meta = (schema as z.ZodType).meta() as SettingMeta | undefined;
      return {
        name,
        value: account.settings[name] ?? null,
        title: meta?.title ?? name,
        evidence: meta?.evidence ?? 'assumed',
        source: meta?.source ?? '',
        schema: toJsonSchema(schema as z.ZodType),
      };
    }),
    delivery: {
      accepts: rule.acceptedWords,
      retryScheduleMs: [...rule.retryScheduleMs],
      attemptTimeoutMs: rule.attemptTimeoutMs,
      order: rule.order,
    },
  };
}

function presentEnvironment({ engine, address, lane, isLaneGiven }: ControlContext, isRevealed: boolean) {
  return {
    url: address.publicUrl,
    streamUrl: isLaneGiven ? `${address.streamUrl}?lane=${lane}` : address.streamUrl,
    providers: [...engine.providers.values()].map((provider) => {
      const account = engine.accounts.inLane(provider.name, lane);
      const keys = isRevealed ? account.keys : maskKeys(provider, account.keys);
      const baseUrl = address.providerUrl(provider.name);
      const env = provider.buildEnv({ ...account, keys }, baseUrl);
      return { name: provider.name, title: provider.title, baseUrl, env, example: provider.exampleCall };
    }),
  };
}

export function maskKeys(provider: Provider, keys: Record<string, string>): Record<string, string> {
  const secret = new Set(provider.keys.filter((key) => key.isSecret).map((key) => key.name));
  return Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, secret.has(name) ? maskSecret(value) : value]));
}
