import { z } from 'zod';
import type { Account } from '../../domain/account.js';
import { listPassing } from '../../engine/accounts/layers.js';
import { maskSecret } from '../../log/redact.js';
import type { Provider, SettingMeta } from '../../providers/provider.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { findProvider } from './find-provider.js';
import { toJsonSchema } from './json-schema.js';
import { type AccountView, accountView, environmentView, jsonObject } from './replies.js';

const accountList = z.object({ accounts: z.array(accountView) });

/** What is to count for an account for a while. */
export const loanAsked = z.strictObject({
  settings: jsonObject.default({}),
  keys: z.record(z.string().max(100), z.string().min(1).max(200)).default({}).meta({ description: 'by name' }),
});

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
    reply: accountList,
    handle: listAccounts,
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
    path: '/accounts/{provider}/lend',
    summary:
      'Make settings and keys count until they are given back; nothing of them is stored. What is changed by hand meanwhile stays',
    body: loanAsked,
    reply: accountView,
    async handle(context, loan) {
      const { engine, lane } = context;
      engine.checkRuns.refuseWhileOpen(lane);
      engine.accountChanges.lend(findAccount(context), loan);
      await engine.whenDurable();
      return presentAccount(context, findProvider(context), false);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/give-back',
    summary: 'Make what the accounts have of their own count again. What a check run was lent goes back when it ends',
    reply: accountList,
    async handle(context) {
      const { engine, lane } = context;
      if (!engine.checkRuns.findOpen(lane)) engine.accountChanges.giveBack(lane);
      await engine.whenDurable();
      return listAccounts(context);
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

function listAccounts(context: ControlContext): { accounts: AccountView[] } {
  return { accounts: [...context.engine.providers.values()].map((provider) => presentAccount(context, provider, false)) };
}

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
