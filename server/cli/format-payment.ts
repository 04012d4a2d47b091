import { hideCredentials } from '../domain/url-credentials.js';
import type { DeliveryView, PaymentView } from '../http/control/replies.js';
import { verdictWords } from '../reading/verdict-words.js';
import { formatMs } from './format-parts.js';
import { toClockTime, toDayTime } from './format-time.js';
import type { Paint, Tone } from './paint.js';
import { toTerminalText } from './terminal-text.js';
import { toneOfCode, toneOfOutcome } from './verdict-words.js';

const DELIVERY_WORDS: Readonly<Record<DeliveryView['status'], { word: string; tone: Tone }>> = {
  acknowledged: { word: 'acknowledged', tone: 'good' },
  exhausted: { word: 'given up', tone: 'bad' },
  pending: { word: 'pending', tone: 'warn' },
};

/**
 * One payment with its story, as lines: facts, statuses, then each event with its deliveries and their attempts.
 * @param timerTitles what its provider says about each timer.
 */
export function formatPayment(payment: PaymentView, paint: Paint, timerTitles: Readonly<Record<string, string>> = {}): string[] {
  const tone = toneOfOutcome(payment.outcome);
  const status = toTerminalText(payment.status, 60);
  const facts: [string, string][] = [
    ['Status', tone ? paint(tone, status) : status],
    ['Reference', toTerminalText(payment.reference, 200)],
    ['Created', toDayTime(payment.createdAt)],
    ['Pay at', payment.outcome === 'open' ? toTerminalText(payment.checkoutUrl ?? '') : ''],
    ['May become', payment.next.map((next) => toTerminalText(next, 60)).join(', ')],
    ...Object.entries(payment.timers).map(([name, dueAt]): [string, string] => [
      'Timer',
      `${toTerminalText(timerTitles[name] ?? name, 200)}: ${toDayTime(dueAt)}`,
    ]),
  ];
  return [
    `${paint('strong', `Payment ${toTerminalText(payment.id)}`)}  ${payment.provider}  ${payment.amount} ${toTerminalText(payment.currency, 10)}`,
    ...facts.filter(([, value]) => value !== '').map(([name, value]) => `  ${name.padEnd(12)}${value}`),
    ...section('History', formatHistory(payment), paint),
    ...section(
      'Events and deliveries',
      payment.events.flatMap((event) => formatEvent(event, paint)),
      paint,
    ),
  ];
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : ['', paint('strong', title), ...lines];
}

function formatHistory({ history, redirects }: PaymentView): string[] {
  const width = Math.max(0, ...history.map(({ status }) => status.length));
  const steps = history.map(({ at, status, text }) => ({
    at,
    line: `${toTerminalText(status).padEnd(width)}  ${toTerminalText(text, 200)}`,
  }));
  const hops = redirects.map(({ at, location }) => ({
    at,
    line: `browser sent to ${toTerminalText(hideCredentials(location), 500)}`,
  }));
  return [...steps, ...hops]
    .sort((one, other) => one.at.localeCompare(other.at))
    .map(({ at, line }) => `  ${toClockTime(at)}  ${line}`);
}

function formatEvent(event: PaymentView['events'][number], paint: Paint): string[] {
  const head = `  ${toClockTime(event.at)}  ${toTerminalText(event.status, 60)}`;
  if (event.deliveries.length === 0) return [`${head}  no endpoint was set, so nobody was told`];
  return [head, ...event.deliveries.flatMap((delivery) => formatDelivery(delivery, paint))];
}

function formatDelivery(delivery: DeliveryView, paint: Paint): string[] {
  const { word, tone } = DELIVERY_WORDS[delivery.status];
  const next = delivery.nextAttemptAt === null ? '' : `, next attempt ${toClockTime(delivery.nextAttemptAt)}`;
  const held = delivery.heldAt === null ? '' : ', held (paystage release)';
  return [
    `    ${delivery.id}  POST ${toTerminalText(hideCredentials(delivery.endpoint), 300)}  ${paint(tone, word)}${held}${next}`,
    ...delivery.attempts.map((attempt) => `      ${formatAttempt(attempt, paint)}`),
  ];
}

/** `#2  15:04:05.123  17 ms  not acknowledged: answered 200; ...` */
export function formatAttempt(attempt: DeliveryView['attempts'][number], paint: Paint): string {
  const { number, trigger, startedAt, code, latencyMs, sentence } = attempt;
  const hand = trigger === 'manual' ? '  by hand' : '';
  const head = `#${number}  ${toClockTime(startedAt)}${hand}`;
  if (code === null) return `${head}  under way`;
  const said = sentence === null ? '' : `: ${toTerminalText(sentence)}`;
  return `${head}  ${formatMs(latencyMs ?? 0)}  ${paint(toneOfCode(code), verdictWords[code])}${said}`;
}
