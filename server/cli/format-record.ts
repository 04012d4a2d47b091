import { toMajorText } from '../domain/money.js';
import { hideCredentials } from '../domain/url-credentials.js';
import type { CapturedResponse, LogRecord } from '../protocol/records.js';
import { checkVerdictWords, tellCheckEnd, tellCheckStart, toneOfCheck } from '../reading/checks.js';
import { tellFault, tellFaultEnd, tellFaultUse } from '../reading/faults.js';
import { tellHold, tellHoldEnd, tellRedirectRelease } from '../reading/holds.js';
import { readOwn } from '../reading/read-own.js';
import { toneOf } from '../reading/record-words.js';
import { tellRefusal } from '../reading/refusal.js';
import { tellResendEnd } from '../reading/resend.js';
import { tellSource } from '../reading/source.js';
import { verdictWords } from '../reading/verdict-words.js';
import { tellTyping, tellVisitEnd } from '../reading/visit.js';
import { formatAction, formatBody, formatMs } from './format-parts.js';
import { toClockTime } from './format-time.js';
import type { Paint } from './paint.js';
import { RecentMap } from './recent-map.js';
import { toTerminalText } from './terminal-text.js';
import { toneOfCode, toneOfOutcome } from './verdict-words.js';

/** Turns a record into lines for people; none when it says nothing worth a line. */
export type RecordFormatter = (record: LogRecord) => string[];

type RecordOf<T extends LogRecord['type']> = Extract<LogRecord, { type: T }>;

const TIME_WIDTH = 12;
const KIND_WIDTH = 8;
const INDENT = ' '.repeat(TIME_WIDTH + KIND_WIDTH + 4);
/** Deliveries whose endpoint is remembered until their attempts are told. */
const MAX_REMEMBERED = 5_000;

/** @param isQuiet leaves only what needs attention. */
export function createRecordFormatter(paint: Paint, isQuiet: boolean): RecordFormatter {
  const deliveries = new RecentMap<{ endpoint: string; status: string }>(MAX_REMEMBERED);
  // Most records share their instant with the one before, and reading the calendar costs as much as the rest of the line.
  let last = { at: '', time: '' };

  function timeOf(record: LogRecord): string {
    if (record.at !== last.at) last = { at: record.at, time: paint('faint', toClockTime(record.at)) };
    return last.time;
  }

  function compose(record: LogRecord, kind: string, parts: readonly string[]): string {
    return [timeOf(record), paint('name', kind.padEnd(KIND_WIDTH)), ...parts.filter((part) => part !== '')].join('  ');
  }

  function remember(record: RecordOf<'event.announced'>): void {
    for (const { deliveryId, endpoint } of record.deliveries)
      deliveries.set(deliveryId, { endpoint: hideCredentials(endpoint), status: record.status });
  }

  function tellStart(record: RecordOf<'attempt.started'>): string[] {
    const known = deliveries.get(record.deliveryId);
    const what = known
      ? [toTerminalText(known.status, 60), `POST ${toTerminalText(known.endpoint, 200)}`]
      : [`payment ${toTerminalText(record.paymentId)}`];
    return [
      compose(record, 'send -->', [
        `${record.deliveryId} #${record.number}`,
        ...what,
        record.trigger === 'manual' ? 'by hand' : '',
      ]),
    ];
  }

  function tellEnd(record: RecordOf<'attempt.finished'>): string[] {
    const isGood = record.code === 'acknowledged';
    const where = isQuiet ? (deliveries.get(record.deliveryId)?.endpoint ?? hideCredentials(record.request?.url ?? '')) : '';
    const head = compose(record, 'back <--', [
      `${record.deliveryId} #${record.number}`,
      toTerminalText(where, 200),
      describeAnswer(record.response, record.latencyMs),
      paint(toneOfCode(record.code), verdictWords[record.code] ?? record.code),
    ]);
    const told = [record.sentence, record.hint].flatMap((text) => (text === undefined ? [] : `${INDENT}${toTerminalText(text)}`));
    return isGood ? [head] : [head, ...told, ...indentBody(record.response)];
  }

  function tellCallback(record: RecordOf<'callback.called'>): string[] {
    const isGood = record.code === 'acknowledged';
    const verdict = paint(toneOfCode(record.code), isGood ? 'answered' : (verdictWords[record.code] ?? record.code));
    const url = `GET ${toTerminalText(hideCredentials(record.url), 300)}`;
    const head = compose(record, 'callback', [
      toTerminalText(record.paymentId),
      url,
      describeAnswer(record.response, record.latencyMs),
      verdict,
    ]);
    return isGood ? [head] : [head, `${INDENT}${toTerminalText(record.sentence)}`, ...indentBody(record.response)];
  }

  function tellCreated(record: RecordOf<'payment.created'>): string[] {
    const amount = `${toMajorText(record.amountMinor)} ${toTerminalText(record.currency, 10)}`;
    const reference = record.reference === '' ? '' : `"${toTerminalText(record.reference, 80)}"`;
    const head = compose(record, 'payment', [
      toTerminalText(record.paymentId),
      record.provider,
      amount,
      toTerminalText(record.status, 40),
      reference,
    ]);
    return record.checkoutUrl === null ? [head] : [head, `${INDENT}pay at ${toTerminalText(record.checkoutUrl, 300)}`];
  }

  function tellNotice(record: RecordOf<'harness.notice'>): string[] {
    const tone = record.level === 'error' ? 'bad' : record.level === 'warning' ? 'warn' : 'faint';
    const head = compose(record, 'notice', [paint(tone, record.level), toTerminalText(record.message)]);
    return record.hint === undefined ? [head] : [head, `${INDENT}${toTerminalText(record.hint)}`];
  }

  function tell(record: LogRecord): string[] {
    switch (record.type) {
      case 'payment.created':
        return tellCreated(record);
      case 'payment.status_changed': {
        const tone = toneOfOutcome(record.outcome);
        const to = toTerminalText(record.to, 40);
        const move = `${toTerminalText(record.from, 40)} -> ${tone ? paint(tone, to) : to}`;
        return [compose(record, 'status', [toTerminalText(record.paymentId), move, toTerminalText(record.text, 200)])];
      }
      case 'payment.amended':
        return [compose(record, 'payment', [toTerminalText(record.paymentId), toTerminalText(record.text, 200)])];
      case 'payment.acted':
        return [
          compose(record, record.actor, [
            toTerminalText(record.paymentId),
            formatAction(record.action),
            tellSource(record.source),
          ]),
        ];
      case 'event.announced':
        remember(record);
        if (record.deliveries.length > 0) return [];
        return [
          compose(record, 'event', [
            toTerminalText(record.paymentId),
            toTerminalText(record.status, 60),
            'no endpoint is set, so nobody is told',
          ]),
        ];
      case 'attempt.started':
        return tellStart(record);
      case 'attempt.finished':
        return tellEnd(record);
      case 'redirect.issued':
        return [
          compose(record, 'redirect', [
            toTerminalText(record.paymentId),
            `${record.status} to ${toTerminalText(hideCredentials(record.location), 500)}`,
          ]),
        ];
      case 'delivery.held':
        return [
          compose(record, 'held', [toTerminalText(record.paymentId), `delivery ${record.deliveryId}: it waits for a release`]),
        ];
      case 'delivery.released':
        return [compose(record, 'released', [toTerminalText(record.paymentId), `delivery ${record.deliveryId}`])];
      case 'delivery.dropped':
        return [
          compose(record, 'dropped', [
            toTerminalText(record.paymentId),
            `delivery ${record.deliveryId}: nothing more is sent of it`,
          ]),
        ];
      case 'redirect.held':
        return [
          compose(record, 'held', [
            toTerminalText(record.paymentId),
            `redirect to ${toTerminalText(hideCredentials(record.location), 500)}: the browser waits`,
          ]),
        ];
      case 'redirect.released':
        return [compose(record, 'released', [toTerminalText(record.paymentId), tellRedirectRelease(record)])];
      case 'hold.set':
        return [compose(record, 'hold', [toTerminalText(tellHold(record))])];
      case 'hold.cleared':
        return [compose(record, 'hold', [tellHoldEnd(record)])];
      case 'fault.set':
        return [compose(record, 'fault', [toTerminalText(tellFault(record), 500)])];
      case 'fault.used':
        return [
          compose(record, 'fault', [
            toTerminalText(record.paymentId ?? record.route ?? ''),
            toTerminalText(tellFaultUse(record), 500),
          ]),
        ];
      case 'fault.cleared':
        return [compose(record, 'fault', [tellFaultEnd(record)])];
      case 'resend.finished': {
        const { method, url } = record.request;
        const where = toTerminalText(`${method === 'POST' ? '' : `${method} `}${hideCredentials(url)}`, 200);
        const verdict = paint(toneOfCode(record.code), verdictWords[record.code] ?? record.code);
        const head = compose(record, 'resend', [
          toTerminalText(record.paymentId),
          where,
          describeAnswer(record.response, record.latencyMs),
          verdict,
        ]);
        return [head, `${INDENT}${toTerminalText(tellResendEnd(record))}`, ...indentBody(record.response)];
      }
      case 'callback.called':
        return tellCallback(record);
      case 'api.called': {
        const { request, response } = record;
        const tone = toneOf(record);
        const answer = response.status === 0 ? 'no answer' : (tellRefusal(record) ?? String(response.status));
        const told = toTerminalText(answer, 200);
        const head = compose(record, 'api', [
          `${record.provider} ${record.route}`,
          tone ? paint(tone, told) : told,
          formatMs(record.durationMs),
          toTerminalText(record.paymentId ?? ''),
        ]);
        return tone ? [head, `${INDENT}${request.method} ${toTerminalText(request.url, 300)}`, ...indentBody(response)] : [head];
      }
      case 'account.changed': {
        const isPassing = (name: string) => record.passing?.includes(name) === true;
        const changed = [
          ...Object.keys(record.settings).map((name) => (isPassing(name) ? `${name} (for a while)` : name)),
          ...record.rotatedKeys.map((key) => `${key} (replaced${isPassing(key) ? ' for a while' : ''})`),
        ];
        return [compose(record, 'account', [record.provider, toTerminalText(changed.join(', '), 300)])];
      }
      case 'clock.changed':
        return [compose(record, 'clock', [toTerminalText(record.text)])];
      case 'harness.notice':
        return tellNotice(record);
      case 'customer.visited': {
        const sentence = toTerminalText(tellVisitEnd(record), 500);
        const tone = toneOf(record);
        const opened =
          record.typedUrl === undefined ? 'opened the checkout' : toTerminalText(hideCredentials(tellTyping(record)), 500);
        const deed = record.action === null ? opened : formatAction(record.action);
        return [compose(record, 'visit', [toTerminalText(record.paymentId), deed, tone ? paint(tone, sentence) : sentence])];
      }
      case 'check.run_started':
        return [compose(record, 'check', [toTerminalText(record.runId, 40), toTerminalText(tellCheckStart(record), 500)])];
      case 'check.finished': {
        const head = compose(record, 'check', [
          toTerminalText(record.runId, 40),
          toTerminalText(`${record.check} ${record.title}`, 300),
          paintVerdict(record.verdict),
        ]);
        return record.verdict === 'pass' ? [head] : [head, `${INDENT}${toTerminalText(record.sentence)}`];
      }
      case 'check.run_ended':
        return [
          compose(record, 'check', [
            toTerminalText(record.runId, 40),
            toTerminalText(tellCheckEnd(record), 300),
            paintVerdict(record.result),
          ]),
        ];
      case 'stage.reset':
        return [compose(record, 'reset', ['every payment is forgotten'])];
      case 'lane.created':
        return [compose(record, 'lane', [`${record.lane} was opened`])];
      case 'lane.disposed':
        return [compose(record, 'lane', [`${record.lane} was disposed`])];
      case 'payment.timer_set':
      case 'payment.timer_cleared':
      case 'delivery.requeued':
      case 'page.served':
      case 'bin.received':
        return [];
      default:
        return tellUnknown(record);
    }
  }

  function paintVerdict(verdict: Parameters<typeof toneOfCheck>[0]): string {
    const tone = toneOfCheck(verdict);
    const word = readOwn(checkVerdictWords, verdict) ?? toTerminalText(verdict, 40);
    return tone ? paint(tone, word) : word;
  }

  function indentBody(response: CapturedResponse | undefined): string[] {
    return formatBody(response?.body).map((line) => `${INDENT}${paint('faint', '|')} ${line}`);
  }

  return (record) => {
    const lines = tell(record);
    return isQuiet && !needsAttention(record) ? [] : lines;
  };
}

function describeAnswer(response: CapturedResponse | undefined, latencyMs: number): string {
  return response === undefined ? formatMs(latencyMs) : `${response.status} in ${formatMs(latencyMs)}`;
}

function needsAttention(record: LogRecord): boolean {
  switch (record.type) {
    case 'attempt.finished':
    case 'callback.called':
      return record.code !== 'acknowledged';
    case 'check.finished':
      return record.verdict === 'fail' || record.verdict === 'warn';
    case 'check.run_ended':
      return record.result !== 'pass';
    case 'harness.notice':
      return record.level !== 'info';
    default:
      return false;
  }
}

/** A new type in the contract is a compile error here; at run time only a newer stage gets this far. */
function tellUnknown(record: never): string[] {
  return [`A record of a type that this version does not know: ${toTerminalText((record as LogRecord).type, 100)}`];
}
