import type { LogRecord } from '../../../server/protocol/records.js';
import { describeKind } from '../format/kind.js';
import { joinHeaders, listMessages, type WireMessage } from '../format/messages.js';
import { formatMoney } from '../format/money.js';
import { formatQuantity } from '../format/numbers.js';
import { summarizeIn } from '../format/summarize-in.js';
import { showUnseen } from '../format/text.js';
import { describeDeliveryStatus, describeVerdict } from '../format/verdict.js';
import { isMinor } from '../state/minor.js';
import type { PaymentStory } from '../state/payment-story.js';
import { readContext } from '../state/record-context.js';
import { escapeHtml } from './escape-html.js';
import { type SecretPlaces, SecretRemover } from './remove-secrets.js';
import { reportStyle } from './report-style.js';

/** A ticket wants the story, not a core dump. */
const MAX_RECORDS = 1_000;

export interface ReportParts {
  story: PaymentStory;
  /** The provider's name for people. */
  provider: string;
  secrets: SecretPlaces;
  /** Where the payment was seen, for whoever has the stage at hand; empty where nobody has. */
  link: string;
  madeAt: Date;
}

/** One payment as one HTML file that needs nothing else: no script, no font, no image; secrets are taken out. */
export function buildReport({ story, provider, secrets, link, madeAt }: ReportParts): string {
  const remover = new SecretRemover(secrets);
  const say = (text: string) => escapeHtml(showUnseen(remover.text(text)));
  const listed = story.records.filter((record) => !isMinor(record, true));
  const shown = listed.slice(-MAX_RECORDS);
  const names = nameDeliveries(story);
  const title = `Payment ${story.paymentId}`;
  const amount = story.amountMinor === null || story.currency === null ? '' : formatMoney(story.amountMinor, story.currency);
  const facts: [string, string][] = [
    ['Provider', provider],
    ['Amount', amount],
    ['Reference', story.reference ?? ''],
    ['Status', story.status === null ? '' : `${story.status}${story.outcome === null ? '' : ` (${story.outcome})`}`],
    ...listDeliveries(story, names),
    ['Made', madeAt.toISOString()],
    ['Seen at', link],
  ];
  const body = [
    `<h1>${say(title)}</h1>`,
    `<dl>${facts
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `<dt>${say(name)}</dt><dd>${say(value)}</dd>`)
      .join('')}</dl>`,
    '<h2>What happened</h2>',
    listed.length > shown.length ? `<p>${formatQuantity(listed.length - shown.length, 'earlier record')} left out.</p>` : '',
    `<ol>${shown.map((record) => tellRecord(record, story, names, remover, say)).join('\n')}</ol>`,
    '<p class="foot">Times are UTC by the clock of the stage. Secrets were removed when this report was made.</p>',
  ].join('\n');
  return remover.sweep(
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${say(title)}</title>\n<style>${reportStyle}</style>\n</head>\n<body>\n${body}\n</body>\n</html>\n`,
  );
}

/** `Delivery of SUCCEEDED`, by the id of the delivery: a payment has many, and each brings another event. */
function nameDeliveries({ events }: PaymentStory): ReadonlyMap<string, string> {
  return new Map(
    [...events.values()].flatMap((event) =>
      event.deliveries.map(({ deliveryId }): [string, string] => [deliveryId, `Delivery of ${event.status}`]),
    ),
  );
}

function listDeliveries({ deliveries }: PaymentStory, names: ReadonlyMap<string, string>): [string, string][] {
  return [...deliveries].map(([deliveryId, { endpoint, status }]) => [
    names.get(deliveryId) ?? 'Delivery',
    `to ${endpoint ?? 'an unknown endpoint'}: ${describeDeliveryStatus(status).text}`,
  ]);
}

function tellRecord(
  record: LogRecord,
  story: PaymentStory,
  names: ReadonlyMap<string, string>,
  remover: SecretRemover,
  say: (text: string) => string,
): string {
  const context = readContext(record, story);
  const verdict = describeVerdict(record, context.isRunning);
  const { wire, attachments } = listMessages(record, context.event);
  const messages = wire.map((message) => tellMessage(message, remover, say));
  const texts = attachments.map(({ title, body }) => `<h4>${say(title)}</h4><pre>${say(body.text ?? body.base64 ?? '')}</pre>`);
  const details = [...messages, ...texts].join('');
  const kind = describeKind(record);
  const name = kind.label === 'Delivery' && 'deliveryId' in record ? names.get(record.deliveryId ?? '') : undefined;
  return [
    `<li id="record-${record.seq}" class="${kind.family}">`,
    `<time>${escapeHtml(record.at)}</time> <b>${say(name ?? kind.label)}</b> ${say(summarizeIn(record, context))}`,
    verdict ? ` <span class="verdict ${verdict.tone}">${say(verdict.text)}</span>` : '',
    details === '' ? '' : `<details><summary>Messages</summary>${details}</details>`,
    '</li>',
  ].join('');
}

function tellMessage(message: WireMessage, remover: SecretRemover, say: (text: string) => string): string {
  const headers = message.headers.map(([name, value]): [string, string] => [name, remover.headerValue(name, value)]);
  const body = message.body?.text ?? message.body?.base64 ?? '';
  const note = message.bodyNote === null ? '' : `<p>${say(message.bodyNote)}</p>`;
  const head = [message.startLine, joinHeaders(headers)].filter((part) => part !== '').join('\n');
  return `<h4>${say(message.title)}</h4><pre>${say(head)}</pre>${note}${body === '' ? '' : `<pre>${say(body)}</pre>`}`;
}
