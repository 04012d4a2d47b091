import { createHarness, type Harness, version } from '../index.js';
import { createRedactor } from '../log/redact.js';
import { createTargetProbe, toHostAndPort } from '../transport/probe-target.js';
import { createTargetPolicy } from '../transport/target-policy.js';
import { type BannerFacts, formatBanner, introduce, isBuiltInReceiver } from './banner.js';
import { createRecordFormatter } from './format-record.js';
import { buildHarnessOptions } from './harness-options.js';
import type { Output } from './output.js';
import { configSetting, dataSetting, jsonSetting, memorySetting, quietSetting, speedSetting, tokenSetting } from './settings.js';
import { createStageReporter, type StageReporter } from './stage-reporter.js';
import { watchStopSignals } from './stop-signals.js';
import { TargetWatch } from './target-watch.js';
import type { Values } from './values.js';
import type { VerbCall } from './verb.js';

/**
 * Runs the stage until a signal stops it.
 * @returns the exit code.
 * @throws HarnessError from `createHarness` and `listen`.
 */
export async function runStage({ values, accounts, output }: VerbCall): Promise<number> {
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
  const harness = await starting;
  watch = new TargetWatch(createTargetProbe(createTargetPolicy(options.allowTargets ?? [])), reporter);
  announce(harness, values, options.dataDir ?? null, output, isJson);
  warnOfNetwork(harness, reporter);
  followRecords(harness, watch, values, output);
  const urls = introduce(harness).flatMap(({ targets }) => targets.flatMap((target) => target.urls));
  for (const target of new Set(urls.filter((url) => !isBuiltInReceiver(url, harness.url)).map(toHostAndPort))) watch.add(target);
  const exitCode = await stopped;
  await Promise.race([output.whenReady(), new Promise((resolve) => setTimeout(resolve, 200).unref())]);
  process.exit(exitCode);
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
  const parts = ['paystage env'];
  if (values.get(memorySetting)) parts.push(`--port ${address.port}`);
  else if (values.isFlag(dataSetting)) parts.push(`--data ${quoteWord(values.get(dataSetting) ?? '')}`);
  if (values.isFlag(configSetting)) parts.push(`--config ${quoteWord(values.get(configSetting) ?? '')}`);
  if (values.isFlag(tokenSetting)) parts.push('--token <the token>');
  return parts.join(' ');
}

function quoteWord(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Every record becomes lines; what attempts find out about a target is passed on. */
function followRecords(harness: Harness, watch: TargetWatch, values: Values, output: Output): void {
  const { log, accounts } = harness.engine;
  const reporter = createStageReporter(output, values.get(jsonSetting) === true);
  const format = createRecordFormatter(output.paint, values.get(quietSetting) === true);
  const redactor = createRedactor(() => accounts.secretValues());
  log.subscribe((record, line) => {
    if (values.get(jsonSetting)) reporter.recordLine(line);
    else for (const text of format(record)) output.line(redactor.maskText(text));
    if (record.type !== 'attempt.finished' || record.request === undefined || !URL.canParse(record.request.url)) return;
    const target = toHostAndPort(record.request.url);
    if (record.code === 'refused') watch.noteRefused(target);
    else if (record.response !== undefined) watch.noteAnswered(target);
  });
}
