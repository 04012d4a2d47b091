import { z } from 'zod';
import { type CheckRun, countVerdicts } from '../../domain/check-run.js';
import { HarnessError } from '../../domain/errors.js';
import { maskTexts } from '../../engine/resend/resend-mask.js';
import { loanAsked, presentAccount } from './account-control.js';
import {
  type CheckRunSummary,
  type CheckRunView,
  checkCatalogue,
  checkEvidence,
  checkId,
  checkResult,
  checkRunSummary,
  checkRunView,
  checkTitle,
  checkVerdict,
  startAsked,
} from './check-replies.js';
import { type ControlContext, Download, defineRoute } from './control-route.js';
import { findProvider } from './find-provider.js';
import { accountView, jsonObject } from './replies.js';

const MAX_OPTION_CHARS = 10_000;

const runAsked = z.strictObject({
  provider: z.string().max(100),
  target: z.string().max(2_000).meta({ description: 'what is judged, in words: mostly the URL of the app' }),
  checks: z.array(checkTitle).min(1).max(100).meta({ description: 'those that are to be made, in their order' }),
  options: jsonObject.refine((options) => JSON.stringify(options).length <= MAX_OPTION_CHARS, 'is too long').default({}),
});
const findingAsked = z.strictObject({
  check: checkId,
  verdict: checkVerdict,
  sentence: z.string().max(1_000),
  evidence: z.array(checkEvidence).max(50).default([]),
  tookMs: z.int().min(0).optional(),
});

const endAsked = z.strictObject({
  result: checkResult,
  requests: z.int().min(0).optional(),
  notes: z
    .array(z.string().max(1_000))
    .max(50)
    .optional()
    .meta({ description: 'what else the traffic showed, one sentence each' }),
});

const FORMS = ['html', 'json', 'junit'] as const;

export const checkControl = [
  defineRoute({
    method: 'GET',
    path: '/checks',
    summary: 'What can be checked of an app, what a correct one does, and the smallest fix',
    query: { provider: 'whose events the app takes' },
    reply: checkCatalogue,
    handle: ({ checkDesk, query }) => checkDesk.list(query.get('provider') ?? ''),
  }),
  defineRoute({
    method: 'POST',
    path: '/check-runs/start',
    summary:
      'Put an app through the checks, in the process of the stage; one run at a time in each lane. What is found arrives as records',
    body: startAsked,
    reply: z.object({ runId: z.string() }),
    async handle(context, asked) {
      return await context.checkDesk.start(context.lane, asked);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/check-runs/{run}/stop',
    summary: 'Stop a run: no further check is begun. One that another process makes is closed, and can report nothing more',
    reply: checkRunSummary,
    async handle(context) {
      const { engine, checkDesk } = context;
      const run = findRun(context);
      if (run.result !== null || !checkDesk.stop(run.id)) engine.checkRuns.end(run, { result: 'stopped' });
      await engine.whenDurable();
      return presentSummary(run);
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/check-runs/{run}/report',
    summary: 'What a run came to, as a file with everything that was sent and answered',
    query: { form: FORMS.join(', ') },
    reply: z.string(),
    replyType: 'text/html',
    handle: downloadReport,
  }),
  defineRoute({
    method: 'GET',
    path: '/check-runs',
    summary: 'The last check runs, newest first; without a lane those of all lanes',
    reply: z.object({ runs: z.array(checkRunSummary) }),
    handle: (context) => ({ runs: context.engine.checkRuns.list(limitOf(context)).map(presentSummary) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/check-runs',
    summary: 'Begin a check run: whoever judges an app reports here, so that everybody sees it',
    body: runAsked,
    reply: z.object({ runId: z.string() }),
    async handle(context, asked) {
      const { engine } = context;
      const provider = findProvider({ ...context, params: { provider: asked.provider } }).name;
      const { id } = engine.checkRuns.start(context.lane, { ...mask(context, asked), provider });
      await engine.whenDurable();
      return { runId: id };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/check-runs/{run}',
    summary: 'One check run with everything that was found',
    reply: checkRunView,
    handle: (context) => presentRun(findRun(context)),
  }),
  defineRoute({
    method: 'POST',
    path: '/check-runs/{run}/findings',
    summary: 'Report what one check came to; reported again, it replaces what was found before',
    body: findingAsked,
    reply: checkRunSummary,
    async handle(context, finding) {
      const { engine } = context;
      const run = findRun(context);
      engine.checkRuns.report(run, mask(context, finding));
      await engine.whenDurable();
      return presentSummary(run);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/check-runs/{run}/account',
    summary:
      "Lend settings and keys to a run: they count for its provider's account until it ends, and are not stored. What is changed by hand meanwhile stays",
    body: loanAsked,
    reply: accountView,
    async handle(context, loan) {
      const { engine } = context;
      const run = findRun(context);
      engine.checkRuns.lend(run, loan);
      await engine.whenDurable();
      const provider = findProvider({ ...context, params: { provider: run.provider } });
      return presentAccount({ ...context, lane: run.lane }, provider, false);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/check-runs/{run}/end',
    summary: 'End a check run, and give back what was lent to it',
    body: endAsked,
    reply: checkRunSummary,
    async handle(context, end) {
      const { engine } = context;
      const run = findRun(context);
      engine.checkRuns.end(run, mask(context, end));
      await engine.whenDurable();
      return presentSummary(run);
    },
  }),
];

/** @throws HarnessError `unknown_check_run` (404), `invalid_query`, `check_running` (409). */
async function downloadReport(context: ControlContext): Promise<Download> {
  const run = findRun(context);
  const asked = context.query.get('form') ?? 'html';
  const form = FORMS.find((known) => known === asked);
  if (!form) throw new HarnessError('invalid_query', `form must be one of ${FORMS.join(', ')}, not "${asked.slice(0, 80)}".`);
  if (run.result === null) {
    throw new HarnessError('check_running', `The check run ${run.id} has not ended.`, {
      status: 409,
      hint: 'A report is made of a run that is over.',
    });
  }
  const { type, extension, text } = await context.checkDesk.report(run, form);
  return new Download(`paystage-${run.id}.${extension}`, yieldOnce(text), type);
}

async function* yieldOnce(text: string): AsyncGenerator<string> {
  yield text;
}

function limitOf({ lane, isLaneGiven }: ControlContext): string | undefined {
  return isLaneGiven ? lane : undefined;
}

/** @throws HarnessError `unknown_check_run` (404). */
function findRun(context: ControlContext): CheckRun {
  return context.engine.checkRuns.get(context.params.run ?? '', limitOf(context));
}

/** An app may have answered with a secret, and whoever checks it quotes the answer. */
function mask<T>({ redact }: ControlContext, value: T): T {
  return maskTexts(value, (text) => redact.maskText(text));
}

function presentSummary(run: CheckRun): CheckRunSummary {
  const { id: runId, lane, provider, target, startedAtMs, endedAtMs, checks, result, requests } = run;
  return {
    runId,
    lane,
    provider,
    target,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: endedAtMs === null ? null : new Date(endedAtMs).toISOString(),
    checkCount: checks.length,
    counts: countVerdicts(run),
    result,
    requests: requests ?? null,
  };
}

function presentRun(run: CheckRun): CheckRunView {
  const { options, checks, findings, notes = [] } = run;
  return { ...presentSummary(run), options, checks, findings, notes };
}
