import { setTimeout as sleep } from 'node:timers/promises';
import { ControlClient, type StageAddress } from '../client/control-client.js';
import { HarnessError } from '../domain/errors.js';
import type { DemoShopView } from '../http/control/demo-replies.js';
import { createHarness, DEFAULT_PORT, type Harness } from '../index.js';
import { nameProgram } from './name-program.js';
import type { Paint } from './paint.js';
import { findRunning } from './scenario-run/choose-stage.js';
import { jsonSetting, portSetting, tokenSetting } from './settings.js';
import { createStageReporter } from './stage-reporter.js';
import { watchStopSignals } from './stop-signals.js';
import { toTerminalText } from './terminal-text.js';
import type { Values } from './values.js';
import type { VerbCall } from './verb.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Runs the sample shop, and a stage in memory when none runs, until a signal ends both.
 * @returns the exit code.
 * @throws HarnessError `demo_not_possible`, `port_in_use` for a port that was asked for.
 */
export async function runDemo({ values, output }: VerbCall): Promise<number> {
  const running = await findRunning(values);
  const harness = running === null ? await startStage(values, createStageReporter(output, false).notice) : null;
  const stage: StageAddress = running ?? { url: harness?.url ?? '', token: values.get(tokenSetting) };
  const client = new ControlClient(stage);
  const isJson = values.get(jsonSetting) === true;
  try {
    const { shop: earlier } = await client.get<{ shop: DemoShopView | null }>('/demo');
    const shop = earlier ?? (await startShop(client));
    if (isJson) output.json({ type: 'ready', url: stage.url, shop });
    else
      for (const line of describeDemo(stage, shop, nameEnd(running !== null, earlier !== null), output.paint)) output.line(line);
    // Somebody else has started it, so it is theirs to end.
    if (earlier) return 0;
    let isStopping = false;
    const { stopped } = watchStopSignals(process, output, isJson, async () => {
      isStopping = true;
      if (harness) await harness.close();
      else await client.delete('/demo').catch(ignoreGone);
    });
    // Of a stage in another process we only hear when we ask.
    if (harness === null) {
      await Promise.race([stopped, waitUntilGone(client)]);
      if (!isStopping) {
        output.note('The shop was ended elsewhere.');
        return 0;
      }
    }
    process.exit(await stopped);
  } catch (error) {
    await harness?.close();
    throw error;
  }
}

/** Resolves when the shop does not run any more, because it or its stage was ended elsewhere. */
async function waitUntilGone(client: ControlClient): Promise<void> {
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    const reply = await client.get<{ shop: DemoShopView | null }>('/demo').catch(() => null);
    if (!reply?.shop) return;
  }
}

/** On the port that was asked for, else the usual one, else any: a newcomer must not stumble over a port. */
async function startStage(values: Values, onNotice: (notice: Parameters<OnNotice>[0]) => void): Promise<Harness> {
  const port = values.get(portSetting);
  const token = values.get(tokenSetting) ?? null;
  const open = async (wanted: number | undefined) =>
    (await createHarness({ dataDir: null, token, ...(wanted === undefined ? {} : { port: wanted }), onNotice })).listen();
  try {
    return await open(port);
  } catch (error) {
    if (port === undefined && error instanceof HarnessError && error.code === 'port_in_use') return await open(0);
    throw error;
  }
}

type OnNotice = NonNullable<NonNullable<Parameters<typeof createHarness>[0]>['onNotice']>;

async function startShop(client: ControlClient): Promise<DemoShopView> {
  const { shop } = await client.post<{ shop: DemoShopView }>('/demo');
  return shop;
}

/** The stage was stopped first, and took the shop with it. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof HarnessError)) throw error;
}

function nameEnd(isGuest: boolean, isShared: boolean): string {
  if (isShared) return 'It was started elsewhere, and is ended there or on the page.';
  return isGuest ? 'Ctrl-C ends the shop; the stage goes on.' : 'Ctrl-C ends it; nothing is kept.';
}

/** Three addresses, and what to do with them in five lines. */
function describeDemo({ url, token }: StageAddress, shop: DemoShopView, end: string, paint: Paint): string[] {
  const port = Number(new URL(url).port);
  const [first = '', ...others] = shop.providers.map(({ name }) => name);
  const words = [
    nameProgram(),
    'check',
    first,
    ...(port === DEFAULT_PORT ? [] : [`--port ${port}`]),
    ...(token === undefined ? [] : ['--token <the token>']),
  ];
  const alike = others.length === 0 ? '' : ` (or ${others.join(', ')})`;
  // A page of a stage that asks for it takes it from here, and from nowhere else.
  const key = token === undefined ? '' : '#token=<the token>';
  const row = (name: string, address: string) => `  ${paint('faint', name.padEnd(8))}${paint('name', toTerminalText(address))}`;
  return [
    `${paint('strong', 'The demo is ready.')} ${end}`,
    '',
    row('Shop', `${shop.url}/`),
    row('Page', `${url}/${key}`),
    row('Checks', `${url}/?view=checks${key}`),
    '',
    '  1. Open the shop, buy a teapot and pay; a card with 3-D Secure asks for a challenge first.',
    '  2. Look at the page: each call, page, status and webhook, and what the shop answered.',
    '  3. Break the shop with a switch on its first page, and buy again.',
    `  4. Let the checks find it: press Run in Checks, or in a second terminal: ${paint('name', words.join(' '))}${alike}`,
    `  5. Then your own app: ${nameProgram()} init`,
    '',
  ];
}
