import { z } from 'zod';
import { LANE_NAME } from '../../domain/lane.js';
import type { Lane } from '../../engine/lanes/lane.js';
import type { LaneClock } from '../../engine/lanes/lanes.js';
import type { Provider } from '../../providers/provider.js';
import { maskKeys } from './account-control.js';
import { presentClock } from './clock-control.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { type LaneSummary, type LaneView, laneSummary, laneView } from './lane-replies.js';
import { jsonObject } from './replies.js';

const laneAsked = z
  .strictObject({
    name: z
      .string()
      .regex(LANE_NAME, 'takes small letters, digits and dashes, 40 at most')
      .optional()
      .meta({ description: 'generated when left out' }),
    seed: z
      .union([z.string().min(1).max(200), z.int()])
      .optional()
      .meta({ description: 'makes ids and keys the same again for a lane of the same name' }),
    clock: z
      .union([
        z.literal('simulated'),
        z.strictObject({
          startAt: z.iso.datetime({ offset: true }).optional(),
          speed: z.number().min(0).max(1_000_000).optional(),
        }),
      ])
      .optional()
      .meta({ description: 'real time when left out; "simulated" stands until somebody moves it' }),
    accounts: z
      .record(
        z.string(),
        z.strictObject({ settings: jsonObject.optional(), keys: z.record(z.string(), z.string().min(1).max(200)).optional() }),
      )
      .optional()
      .meta({ description: 'settings and keys by provider' }),
  })
  .optional();

export const laneControl = [
  defineRoute({
    method: 'GET',
    path: '/lanes',
    summary: 'The lanes that are open, the default one first; secret keys masked',
    isStageWide: true,
    reply: z.object({ lanes: z.array(laneSummary) }),
    handle: (context) => ({ lanes: context.engine.lanes.list().map((lane) => presentSummary(context, lane)) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/lanes',
    summary: 'Open a lane: keys, targets, clock and log of its own, for one test. Secrets are in the reply',
    isStageWide: true,
    body: laneAsked,
    status: 201,
    reply: laneView,
    async handle(context, asked = {}) {
      const { name, seed, clock, accounts = {} } = asked;
      const given = Object.fromEntries(
        Object.entries(accounts).map(([provider, { settings, keys }]) => [
          provider,
          { ...(settings && { settings }), ...(keys && { keys }) },
        ]),
      );
      const options = { name, seed: seed === undefined ? undefined : String(seed), clock: readClock(clock) };
      return presentLane(context, await context.engine.openLane(options, given));
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/lanes/{lane}',
    summary: 'One lane; secret keys masked',
    isStageWide: true,
    reply: laneSummary,
    handle: (context) => presentSummary(context, findLane(context)),
  }),
  defineRoute({
    method: 'POST',
    path: '/lanes/{lane}/reveal',
    summary: 'One lane with its secrets, because somebody asked for them by name',
    isStageWide: true,
    reply: laneView,
    handle: (context) => presentLane(context, findLane(context)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/lanes/{lane}',
    summary: 'Dispose of a lane at once: its keys stop working, nothing more is sent, its payments are forgotten',
    isStageWide: true,
    reply: z.object({ disposed: z.literal(true) }),
    async handle(context) {
      await context.engine.disposeLane(context.params.lane ?? '');
      return { disposed: true };
    },
  }),
];

/** @throws HarnessError `unknown_lane` (404). */
function findLane({ engine, params }: ControlContext): Lane {
  return engine.lanes.get(params.lane ?? '');
}

function readClock(asked: NonNullable<z.infer<typeof laneAsked>>['clock']): LaneClock | undefined {
  if (asked === undefined || asked === 'simulated') return asked;
  const { startAt, speed } = asked;
  return { startAtMs: startAt === undefined ? undefined : Date.parse(startAt), speed };
}

function presentLane(context: ControlContext, lane: Lane): LaneView {
  const { engine, address } = context;
  const providers = [...engine.providers.values()].map((provider) => ({
    ...presentProvider(context, lane, provider, true),
    env: provider.buildEnv(engine.accounts.inLane(provider.name, lane.name), address.providerUrl(provider.name)),
  }));
  const env = Object.assign({ PAYSTAGE_URL: address.publicUrl }, ...providers.map((provider) => provider.env));
  return { ...presentHead(context, lane), env, providers };
}

function presentSummary(context: ControlContext, lane: Lane): LaneSummary {
  const providers = [...context.engine.providers.values()].map((provider) => presentProvider(context, lane, provider, false));
  return { ...presentHead(context, lane), providers };
}

function presentHead({ address }: ControlContext, lane: Lane) {
  const { name, createdAtMs, seed, isRepeatable } = lane;
  return {
    name,
    createdAt: new Date(createdAtMs).toISOString(),
    seed,
    isRepeatable,
    clock: presentClock(lane),
    api: `${address.publicUrl}/_paystage/api/lanes/${name}`,
    page: `${address.publicUrl}/?q=lane:${name}`,
  };
}

function presentProvider({ engine, address }: ControlContext, lane: Lane, provider: Provider, isRevealed: boolean) {
  const { keys, settings } = engine.accounts.inLane(provider.name, lane.name);
  return {
    name: provider.name,
    title: provider.title,
    baseUrl: address.providerUrl(provider.name),
    keys: isRevealed ? keys : maskKeys(provider, keys),
    settings,
  };
}
