import type { JsonObject } from '../../protocol/records.js';
import { orderSteps } from './order-steps.js';
import { proposeExpectations } from './propose.js';
import { readActions } from './read-actions.js';
import { readCalls } from './read-calls.js';
import { readClock } from './read-clock.js';
import { readCreation } from './read-creation.js';
import { readFaults } from './read-faults.js';
import { readHolds } from './read-holds.js';
import { readSettings, readTargets } from './read-settings.js';
import { readWaits } from './read-waits.js';
import type { DocumentComment, RecordedStep, Recording, RecordingParts } from './recording.js';
import { Variables } from './variables.js';

/** Version of the files that are written. */
const VERSION = 1;
/** What the payment is called where a step has to name it. */
const NAME = 'first';
const MAX_NAME = 100;
/** Steps that say nothing about what a scenario is about. */
const FRAME = new Set(['create', 'await payment', 'wait']);

/** A scenario that plays again what was seen of a payment, and expects again what the app made of it. Pure. */
export function composeScenario(parts: RecordingParts, { name }: { name?: string | undefined } = {}): Recording {
  const { provider, payment, records, account } = parts;
  const variables = new Variables({
    env: parts.env,
    prefix: provider.name,
    secretFields: provider.secretFields,
    ownOrigins: listOwnOrigins(parts),
  });
  const settings = readSettings(parts, variables);
  const target = readTargets(parts, variables);
  const faults = readFaults(parts, variables, NAME);
  const holds = readHolds(parts, NAME);
  const creation = readCreation(parts, variables);
  const calls = readCalls(parts, creation.call, variables);
  const actions = readActions(records);
  const proposal = proposeExpectations(parts, (url) => variables.isOwn(url));
  const ordered = orderSteps([
    withCapture(creation.step, calls.capture),
    ...calls.steps,
    ...actions.steps,
    ...faults.steps,
    ...holds.steps,
    ...readClock(records, account.delivery.retryScheduleMs),
    ...readWaits(records, NAME),
  ]);
  const isNamed = faults.isBound || holds.isBound || ordered.some(({ step }) => 'wait' in step);
  const played = isNamed ? ordered.map(withName) : ordered;
  const endpoints = records.flatMap((record) =>
    record.type === 'event.announced' ? record.deliveries.map(({ endpoint }) => endpoint) : [],
  );
  // A payment can bring endpoints of its own.
  const hasApp = target !== null || endpoints.some((url) => !variables.isOwn(url));
  const byHand = tellByHand(parts);
  const expects = proposal.expects.map((expect, index) => ({
    seq: Number.MAX_SAFE_INTEGER,
    step: { expect },
    ...(index === 0 ? { comment: [...byHand, EXPECT_WORDS].join('\n') } : {}),
  }));
  const steps: RecordedStep[] = [...played, ...expects];
  const listed = variables.list();
  const document: JsonObject = {
    version: VERSION,
    name: name ?? `${provider.title} payment: ${listWords(played)}`,
    description: `Recorded from a payment that was seen live and ended as ${payment.status}.`,
    tags: ['recorded'],
    provider: provider.name,
    ...(Object.keys(listed).length === 0 ? {} : { variables: listed }),
    ...(Object.keys(settings).length === 0 ? {} : { accounts: { [provider.name]: settings } }),
    ...(target === null ? {} : { target: { [provider.name]: target } }),
    steps: steps.map(({ step }) => step),
  };
  const comments: DocumentComment[] = [
    ...(variables.needed.length === 0 ? [] : [{ path: ['variables'], text: tellNeeded(variables.needed) }]),
    {
      path: ['steps'],
      text: `probe: { url: "${'app' in listed ? `\${app}` : 'http://localhost:3000'}/orders/1" } # says what your app made of it`,
    },
    ...steps.flatMap(({ comment }, index) => (comment === undefined ? [] : [{ path: ['steps', index], text: comment }])),
  ];
  return {
    document,
    comments,
    notes: [
      ...creation.notes,
      ...calls.notes,
      ...actions.notes,
      ...faults.notes,
      ...proposal.notes,
      ...byHand,
      ...tellSettings(parts),
      ...(!hasApp ? ['No app listened, only receivers of the stage: say with --target where yours does.'] : []),
      ...(variables.needed.length === 0 ? [] : [tellNeeded(variables.needed)]),
    ],
  };
}

const EXPECT_WORDS = 'With a probe, also "acted: 1": your app acted on it exactly once.';

function withCapture({ step, ...rest }: RecordedStep, capture: Readonly<Record<string, string>>): RecordedStep {
  return { ...rest, step: Object.keys(capture).length === 0 ? step : { ...step, capture: { ...capture } } };
}

function withName(recorded: RecordedStep): RecordedStep {
  const { step } = recorded;
  return 'create' in step || 'await payment' in step ? { ...recorded, step: { ...step, as: NAME } } : recorded;
}

/** The stage under every name that it has on this machine. */
function listOwnOrigins({ account, payment }: RecordingParts): string[] {
  const urls = [account.baseUrl, account.hostBaseUrl, ...(payment.checkoutUrl === null ? [] : [payment.checkoutUrl])];
  return urls.flatMap((text) => {
    const url = new URL(text);
    const port = url.port === '' ? '' : `:${url.port}`;
    return [url.origin, ...['localhost', '127.0.0.1', '[::1]'].map((host) => `${url.protocol}//${host}${port}`)];
  });
}

/** What is done in it, in its own words. */
function listWords(steps: readonly RecordedStep[]): string {
  const words = steps.map(({ step }) => Object.keys(step)[0] ?? '').filter((word) => !FRAME.has(word));
  const text = words.length === 0 ? 'created' : words.join(', ');
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME)}…` : text;
}

function tellNeeded(names: readonly string[]): string {
  return `Secrets were taken out. Set in the environment before the run: ${names.join(', ')}.`;
}

function tellByHand({ records }: RecordingParts): string[] {
  const count = records.filter(
    (record) => record.type === 'resend.finished' || (record.type === 'attempt.started' && record.trigger === 'manual'),
  ).length;
  return count === 0
    ? []
    : [`Redelivered, or edited and resent, ${count === 1 ? 'once' : `${count} times`}: left out, since no provider does that.`];
}

/** Settings stand in the log only from when they were changed, so the file has those of now. */
function tellSettings({ records, laneRecords, provider }: RecordingParts): string[] {
  const since = records[0]?.seq ?? 0;
  const changed = laneRecords.flatMap((record) =>
    record.type === 'account.changed' && record.provider === provider.name && record.seq > since
      ? Object.keys(record.settings)
      : [],
  );
  const names = [...new Set(changed)];
  return names.length === 0 ? [] : [`Settings were changed since it began, and the file has those of now: ${names.join(', ')}.`];
}
