import type { ControlClient } from '../../client/control-client.js';
import type { DeliveryView } from '../../http/control/replies.js';
import { toggleTerm } from '../../reading/edit-search.js';
import { verdictWords } from '../../reading/verdict-words.js';
import type { Paint, Tone } from '../paint.js';
import { describeError } from '../report-error.js';
import { followStream } from '../stream-client.js';
import { toneOfCode } from '../verdict-words.js';
import type { Key } from './key-input.js';
import { pressKey, type TailCommand } from './press-key.js';
import { createEntryReader, type TailEntry } from './tail-entry.js';
import { addEntries, clearEntries, createModel, type TailModel } from './tail-model.js';
import { renderTail } from './tail-screen.js';
import { openScreen } from './terminal-screen.js';

export interface TailScreenOptions {
  process: NodeJS.Process;
  client: ControlClient;
  paint: Paint;
  /** Begins with the record after this one. */
  position: number;
  paymentId: string | undefined;
  /** Ends it from outside. */
  end: AbortController;
}

/** Records that arrived and are not yet in the list; taking in few at a time would copy the list as often. */
const MAX_ARRIVED = 1_000;

/** Follows the stage on the whole terminal, until somebody quits. @throws HarnessError as `followStream`. */
export async function runTailScreen({ process, client, paint, position, paymentId, end }: TailScreenOptions): Promise<void> {
  const search = paymentId === undefined ? '' : toggleTerm('', 'payment', paymentId);
  let model = createModel(80, 24, search, Date.now());
  let readEntry = createEntryReader(paint);
  let arrived: TailEntry[] = [];
  let underWay = 0;
  const screen = openScreen(process, {
    render() {
      takeIn();
      return renderTail(model, paint);
    },
    onKey(key: Key) {
      takeIn();
      const outcome = pressKey(model, key, Date.now());
      show(outcome.model);
      if (outcome.command) run(outcome.command);
    },
    onResize: measure,
    onEnd: () => end.abort(),
  });

  function show(next: TailModel): void {
    model = next;
    screen.refresh();
  }

  function takeIn(): void {
    model = addEntries(model, arrived);
    arrived = [];
  }

  function tell(text: string, tone: Tone): void {
    show({ ...model, notice: { text, tone } });
  }

  function measure(): void {
    show({ ...model, columns: screen.columns, rows: screen.rows });
  }

  function run(command: TailCommand): void {
    if (command.type === 'quit') end.abort();
    else void redeliver(command.deliveryId);
  }

  async function redeliver(deliveryId: string): Promise<void> {
    underWay += 1;
    try {
      const delivery = await client.post<DeliveryView>(`/deliveries/${encodeURIComponent(deliveryId)}/redeliver`);
      const attempt = delivery.attempts.findLast(({ trigger, code }) => trigger === 'manual' && code !== null);
      if (!attempt?.code) return;
      const said = `${verdictWords[attempt.code] ?? attempt.code}: ${attempt.sentence ?? ''}`;
      tell(`${delivery.id} #${attempt.number} ${said}`, toneOfCode(attempt.code));
    } catch (error) {
      const { message, hint } = describeError(error);
      tell(hint === undefined ? message : `${message} ${hint}`, 'bad');
    } finally {
      underWay -= 1;
    }
  }

  try {
    measure();
    await followStream(
      client.url,
      client.headers,
      position,
      {
        async onRecords(records) {
          for (const record of records) {
            const entry = readEntry(record);
            if (entry) arrived.push(entry);
          }
          if (arrived.length > MAX_ARRIVED) takeIn();
          screen.refresh();
        },
        onGap: (first, last) => tell(`records ${first} to ${last} are no longer kept`, 'warn'),
        onOtherLog() {
          readEntry = createEntryReader(paint);
          arrived = [];
          show(clearEntries(model));
          tell('the log is another one now; it is shown from its beginning', 'warn');
        },
        onLost: () => show({ ...model, isConnected: false }),
        onBack: () => show({ ...model, isConnected: true }),
      },
      end.signal,
    );
  } finally {
    screen.close();
  }
  // The stage goes on by itself; its answer, which may take as long as the app does, would only keep this process.
  if (underWay > 0) process.exit(0);
}
