import type { ControlClient } from '../../client/control-client.js';
import { HarnessError } from '../../domain/errors.js';
import type { ProviderView } from '../../http/control/provider-replies.js';
import type { PaymentSummary, PaymentView } from '../../http/control/replies.js';
import { checkProvider } from '../check-provider.js';
import { connect } from '../find-stage.js';
import { formatPayment } from '../format-payment.js';
import { toDayTime } from '../format-time.js';
import type { Output } from '../output.js';
import { defineNumber, defineText } from '../setting.js';
import { connectionSettings, jsonSetting, providerSetting } from '../settings.js';
import { type Column, formatTable } from '../table.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';
import { toneOfOutcome } from '../verdict-words.js';

const status = defineText({
  flag: 'status',
  placeholder: '<status>',
  description: "only in this status: the provider's word, or open, succeeded, failed, cancelled, expired, deleted",
  expected: 'a status',
  isInFile: false,
});
const limit = defineNumber({
  flag: 'limit',
  description: 'at most this many, newest first (default: 20)',
  least: 1,
  most: 1_000,
  isWhole: true,
  isInFile: false,
});
const DEFAULT_LIMIT = 20;

export const payments: Verb = {
  name: 'payments',
  summary: 'list payments, or show one with everything that happened to it',
  description: 'Lists payments, newest first. With an id: that payment with its statuses, events, deliveries and attempts.',
  arguments: [{ syntax: '[id]', description: "the provider's id of one payment" }],
  settings: [providerSetting, status, limit, ...connectionSettings],
  examples: [
    'paystage payments',
    'paystage payments --status open --limit 5',
    'paystage payments 50001',
    'paystage payments 50001 --json',
  ],
  async run({ args, values, output }) {
    const [id] = args;
    const client = await connect(values);
    const isJson = values.get(jsonSetting) === true;
    if (id !== undefined) {
      const filter = [providerSetting, status, limit].find((setting) => values.rankOf(setting) === FLAG_RANK);
      if (filter) throw new HarnessError('misuse', `--${filter.flag} is for the list; it makes no sense with one payment.`);
      return await showOne(client, id, isJson, output);
    }
    const provider = values.get(providerSetting);
    if (provider !== undefined) await checkProvider(client, provider);
    const query = new URLSearchParams({ limit: String(values.get(limit) ?? DEFAULT_LIMIT) });
    if (provider !== undefined) query.set('provider', provider);
    const wantedStatus = values.get(status);
    if (wantedStatus !== undefined) query.set('status', wantedStatus);
    const list = await client.get<{ payments: PaymentSummary[]; total: number }>(`/payments?${query}`);
    if (isJson) output.json(list);
    else printList(list, provider !== undefined || wantedStatus !== undefined, output);
    return 0;
  },
};

const FLAG_RANK = 3;

const columns: readonly Column<PaymentSummary>[] = [
  { title: 'ID', read: ({ id }) => toTerminalText(id, 64), tint: (_row, cell, paint) => paint('strong', cell) },
  { title: 'PROVIDER', read: ({ provider }) => provider },
  { title: 'AMOUNT', read: ({ amount, currency }) => `${amount} ${toTerminalText(currency, 10)}`, isRight: true },
  {
    title: 'STATUS',
    read: (payment) => toTerminalText(payment.status, 40),
    tint(payment, cell, paint) {
      const tone = toneOfOutcome(payment.outcome);
      return tone === null ? cell : paint(tone, cell);
    },
  },
  { title: 'CREATED', read: ({ createdAt }) => toDayTime(createdAt) },
  { title: 'REFERENCE', read: ({ reference }) => toTerminalText(reference, 60) },
];

async function showOne(client: ControlClient, id: string, isJson: boolean, output: Output): Promise<number> {
  const payment = await client.get<PaymentView>(`/payments/${encodeURIComponent(id)}`);
  if (isJson) output.json(payment);
  else for (const line of formatPayment(payment, output.paint, await readTimerTitles(client, payment))) output.line(line);
  return 0;
}

async function readTimerTitles(
  client: ControlClient,
  { provider, timers }: PaymentView,
): Promise<Readonly<Record<string, string>>> {
  if (Object.keys(timers).length === 0) return {};
  const { providers } = await client.get<{ providers: ProviderView[] }>('/providers');
  return providers.find(({ name }) => name === provider)?.timers ?? {};
}

function printList(
  { payments: rows, total }: { payments: PaymentSummary[]; total: number },
  isFiltered: boolean,
  output: Output,
): void {
  if (rows.length === 0) {
    output.line(
      isFiltered
        ? 'No payment fits.'
        : "There are no payments yet. They appear when your app creates one through a provider's API.",
    );
    return;
  }
  for (const line of formatTable(columns, rows, output.paint)) output.line(line);
  if (total > rows.length)
    output.line(output.paint('faint', `${rows.length} of ${total}; --limit ${Math.min(1_000, total)} shows more.`));
}
