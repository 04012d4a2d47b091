import type { JsonObject } from '../../protocol/records.js';
import { findEntry, type Part } from './part.js';
import { list, show } from './problem.js';
import type { Reading } from './reading.js';
import { isObject, type ProviderWords } from './vocabulary.js';

/** A status that payments of the provider can have, or an outcome. Unknown provider: there was a problem before. */
export function checkStatus({ problems }: Reading, words: ProviderWords | null, status: string, offset: number): void {
  if (!words || words.statuses.includes(status)) return;
  problems.add('unknown_status', offset, `a payment of ${words.provider.title} has no status ${show(status)}`, {
    expected: list(words.statuses),
    near: [status, words.statuses],
  });
}

/** A status that events of the provider can announce, with the settings that the file gives. */
export function checkEventStatus(reading: Reading, words: ProviderWords | null, status: string, offset: number): void {
  if (!words || status.includes('${')) return;
  const known = listEventStatuses(reading, words);
  if (known.includes(status)) return;
  reading.problems.add('unknown_status', offset, `no event of ${words.provider.title} announces ${show(status)}`, {
    expected: list(known),
    near: [status, known],
  });
}

/** Looks for `event` in a wish about deliveries: the whole of it, or its key. */
export function checkWishedEvent(reading: Reading, words: ProviderWords | null, wish: Part): void {
  const part = wish.kind === 'map' ? findEntry(wish, 'event')?.value : wish;
  if (part?.kind === 'scalar' && typeof part.value === 'string') checkEventStatus(reading, words, part.value, part.start);
}

/** What events of the provider announce, with its own settings and with those of the file. */
export function listEventStatuses({ accounts }: Reading, { provider }: ProviderWords): string[] {
  const given = accounts[provider.name];
  const variants: JsonObject[] = [{}, ...(isObject(given) ? [given] : [])];
  const words = variants.flatMap((settings) => {
    const parsed = provider.settings.safeParse(settings);
    return parsed.success ? (provider.listEventStatuses?.(parsed.data as JsonObject) ?? Object.keys(provider.statuses)) : [];
  });
  return [...new Set(words)];
}
