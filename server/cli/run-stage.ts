import { canParseUrl } from '../domain/can-parse-url.js';
import { createHarness, type Harness, version } from '../index.js';
import { createRedactor } from '../log/redact.js';
import { createTargetProbe, toHostAndPort } from '../transport/probe-target.js';
import { createTargetPolicy } from '../transport/target-policy.js';
import { type BannerFacts, formatBanner, introduce, isBuiltInReceiver } from './banner.js';
import { createRecordFormatter } from './format-record.js';
import { buildHarnessOptions } from './harness-options.js';
import { boundHeapGrowth } from './heap-growth.js';
import { nameProgram } from './name-program.js';
import type { Output } from './output.js';
import { createPacedLines } from './paced-lines.js';
import type { Paint } from './paint.js';
import { configSetting, dataSetting, jsonSetting, memorySetting, quietSetting, speedSetting, tokenSetting } from './settings.js';
import { createStageReporter, type StageReporter } from './stage-reporter.js';
import { watchStopSignals } from './stop-signals.js';
import { TargetWatch } from './target-watch.js';
import { toTerminalJson } from './terminal-text.js';
import type { Values } from './values.js';
import type { VerbCall } from './verb.js';

/**
 * Runs the stage until a signal stops it.
 * @returns the exit code.
 * @throws HarnessError from `createHarness` and `listen`.
 */
export async function runStage({ values, accounts, output: direct }: VerbCall): Promise<number> {
  boundHeapGrowth();
  const paced = createPacedLines(direct);
  const output = keepOrder(direct, paced.flush);
  process.once('exit', paced.flush);
  const isJson = values.get(jsonSetting) === true;
  const options = buildHarnessOptions(values, accounts);
  const reporter = createStageReporter(output, isJson);
  const starting = createHarness({ ...options, onNotice: reporter.notice }).then((harness) => harness.listen());
  let watch: TargetWatch | null = null;
  const { stopped } = watchStopSignals(process, output, isJson, async () => {
    watch?.stop();
    // A start that fails reports itself; there is nothing to close then.
    const harness = await starting.catch(() => null);
    await harness?.close();
  });
  try {
    const harness = await starting;
    watch = new TargetWatch(createTargetProbe(createTargetPolicy(options.allowTargets ?? [])), reporter);
    announce(harness, values, options.dataDir ?? null, output, isJson);
    warnOfNetwork(harness, reporter);
    followRecords(harness, watch, values, output.paint, paced.add);
    watchTargets(harness, watch);
  } catch (error) {
    watch?.stop();
    // Nothing of a start that failed goes on: no port, no lock.
    const harness = await starting.catch(() => null);
    await harness?.close().catch(() => {});
    throw error;
  }
  const exitCode = await stopped;
  paced.flush();
  await Promise.race([output.whenReady(), new Promise((resolve) => setTimeout(resolve, 200).unref())]);
  process.exit(exitCode);
}

/** What is printed at once stands behind the records before it. */
function keepOrder(output: Output, flush: () => void): Output {
  const after =
    <T extends unknown[]>(print: (...given: T) => void) =>
    (...given: T) => {
      flush();
      print(...given);
    };
  const { paint, isTerminal, line, json, note, whenReady, onClosed } = output;
  return {
    paint,
    isTerminal,
    get isClosed() {
      return output.isClosed;
    },
    line: after(line),
    json: after(json),
    note: after(note),
    whenReady,
    onClosed,
  };
}

function announce(harness: Harness, values: Values, dataDir: string | null, output: Output, isJson: boolean): void {
  const introductions = introduce(harness);
  const { url } = harness;
  if (isJson) {
    const { port } = harness.address;
    output.json({ type: 'ready', url, port, pid: process.pid, version, dataDir, providers: introductions });
    return;
  }
  const speed = values.get(speedSetting);
  const facts: BannerFacts = {
    url,
    version,
    dataDir,
    speed,
    hasToken: values.get(tokenSetting) !== undefined,
    envCommand: nameEnvCommand(harness, values),
  };
  const lines = formatBanner(facts, introductions, output.paint);
  for (const line of values.get(quietSetting) ? lines.slice(0, 1) : lines) output.line(line);
}

/** At each start, because who decided it may be somebody else than who starts it. */
function warnOfNetwork({ address }: Harness, reporter: Pick<StageReporter, 'notice'>): void {
  if (address.isLoopback) return;
  const message = `The stage listens on ${address.host}, beyond this machine. Whoever reaches it can call the providers' APIs with their keys and open checkout pages; everything else asks for the token. The connection is not encrypted.`;
  reporter.notice({ level: 'warning', message });
}

/** `env` finds the stage of the data folder by itself; one in memory is found by its port. */
function nameEnvCommand({ address }: Harness, values: Values): string {
  const parts = [`${nameProgram()} env`];
  if (values.get(memorySetting)) parts.push(`--port ${address.port}`);
  else if (values.isFlag(dataSetting)) parts.push(`--data ${quoteWord(values.get(dataSetting) ?? '')}`);
  if (values.isFlag(configSetting)) parts.push(`--config ${quoteWord(values.get(configSetting) ?? '')}`);
  if (values.isFlag(tokenSetting)) parts.push('--token <the token>');
  return parts.join(' ');
}

function quoteWord(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function watchTargets(harness: Harness, watch: TargetWatch): void {
  const urls = introduce(harness).flatMap(({ targets }) => targets.flatMap((target) => target.urls));
  for (const target of new Set(urls.filter((url) => !isBuiltInReceiver(url, harness.url)).map(toHostAndPort))) watch.add(target);
}

/** Every record becomes lines; what attempts find out about a target is passed on. */
function followRecords(harness: Harness, watch: TargetWatch, values: Values, paint: Paint, print: (line: string) => void): void {
  const { log, accounts } = harness.engine;
  const isJson = values.get(jsonSetting) === true;
  const format = createRecordFormatter(paint, values.get(quietSetting) === true);
  const redactor = createRedactor(() => accounts.secretValues());
  log.subscribe((record, line) => {
    if (isJson) print(toTerminalJson(line));
    else for (const text of format(record)) print(redactor.maskText(text));
    if (record.type !== 'attempt.finished' || record.request === undefined) return;
    // An answer is news only about a target that was down: the common case costs no look at the address.
    if (record.response !== undefined && !watch.isAnyDown) return;
    if (!canParseUrl(record.request.url)) return;
    const target = toHostAndPort(record.request.url);
    if (record.code === 'refused') watch.noteRefused(target);
    else if (record.response !== undefined) watch.noteAnswered(target);
  });
}
