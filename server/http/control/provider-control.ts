import { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import { toSentence } from '../../domain/sentence.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import { performCall } from '../provider-call.js';
import { renderContent } from '../render-content.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { buildCreationCall } from './creation-call.js';
import { findProvider } from './find-provider.js';
import { toJsonSchema } from './json-schema.js';
import { type CreatedView, createdView, type ProviderView, providerView } from './provider-replies.js';
import { jsonObject } from './replies.js';

export const providerControl = [
  defineRoute({
    method: 'GET',
    path: '/providers',
    summary: 'What each emulated provider is: statuses and moves, keys, settings, and the call that creates a payment',
    reply: z.object({ providers: z.array(providerView) }),
    handle: ({ engine, lane }) => ({
      providers: [...engine.providers.values()].map((provider) =>
        presentProvider(provider, engine.accounts.inLane(provider.name, lane).settings),
      ),
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/{provider}/payments',
    summary:
      "Create a payment through the provider's own call, with the keys of the account. What the provider refuses is in the reply, too",
    body: jsonObject,
    reply: createdView,
    handle: createPayment,
  }),
];

/** @throws HarnessError `invalid_body` naming the field; `storage_full` (507) when nothing can be stored. */
async function createPayment(context: ControlContext, body: JsonObject): Promise<CreatedView> {
  const { engine } = context;
  const provider = findProvider(context);
  const fields = readFields(provider, body);
  if (engine.log.storageProblem) refuseUnstored(null);
  const account = engine.accounts.inLane(provider.name, context.lane);
  const { reply, outcome, applied, record } = await performCall(buildCreationCall(provider, account, fields, context), context);
  if (record === null || reply === null) refuseUnstored(applied.paymentIds[0] ?? null);
  const paymentId = applied.paymentIds.find((id) => id === outcome.paymentId) ?? null;
  const checkoutUrl = paymentId === null ? null : (engine.state.payments.get(paymentId)?.checkoutUrl ?? null);
  const [, text] = renderContent(reply.content);
  return { status: reply.status, body: text, paymentId, checkoutUrl, seq: record.seq };
}

/** @param paymentId of one that was decided when the disk refused it: it is there, and is written down as soon as there is room. */
function refuseUnstored(paymentId: string | null): never {
  const room = 'See that the disk has room and the data folder is writable';
  const [message, hint] =
    paymentId === null
      ? ['Records cannot be stored at the moment, so no payment was created.', `${room}, then try again.`]
      : [
          `Payment ${paymentId} was created, but not all of it could be stored: it is kept once there is room, and lost if the stage ends before.`,
          `${room}. Look at the payments before you try again, or there may be two.`,
        ];
  throw new HarnessError('storage_full', message, { status: 507, hint });
}

function readFields(provider: Provider, body: JsonObject): JsonObject {
  const parsed = provider.creation.fields.strict().safeParse(body);
  if (parsed.success) return parsed.data as JsonObject;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.');
  throw new HarnessError('invalid_body', toSentence(`${where ? `"${where}": ` : ''}${issue?.message ?? 'not a form'}`), {
    hint: `${provider.title} takes ${Object.keys(provider.creation.fields.shape).join(', ')}; GET /_paystage/api/providers describes them under creation.schema.`,
  });
}

function presentProvider(provider: Provider, ofAccount: JsonObject): ProviderView {
  const { name, title, documentation, statuses, transitions, keys, targets, settings, creation } = provider;
  return {
    name,
    title,
    documentation,
    statuses: Object.entries(statuses).map(([status, meaning]) => ({ name: status, ...meaning })),
    eventStatuses: [...(provider.listEventStatuses?.(ofAccount) ?? Object.keys(statuses))],
    transitions: Object.fromEntries(Object.entries(transitions).map(([status, next]) => [status, [...next]])),
    timers: { ...provider.timers },
    keys: keys.map(({ name: key, title: keyTitle, isSecret }) => ({ name: key, title: keyTitle, isSecret })),
    targets: targets.map(({ setting, description, receivesEvents }) => ({ setting, description, receivesEvents })),
    settingsSchema: toJsonSchema(settings),
    creation: { route: creation.route, schema: toJsonSchema(creation.fields) },
    secretHeaders: provider.credentialHeaders.map((header) => header.toLowerCase()),
    secretFields: [...provider.secretFields],
    internalData: [...provider.internalData],
    signatureHeaders: [...provider.signatureHeaders],
  };
}
