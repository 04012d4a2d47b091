// The classic mistakes, to be switched on one by one. A shop of your own has no such file; it has the mistakes.

/** `caughtBy`: the checks that find it, by provider. */
export const bugs = [
  {
    id: 'answers-200',
    title: 'Answers 200',
    text: 'Webhooks are answered with 200. SecurePayAPI takes nothing but 204, so it calls again, and again.',
    caughtBy: { securepayapi: 'ACK-1' },
  },
  {
    id: 'skips-verification',
    title: 'Skips verification',
    text: 'No signature is checked, and SecPaid is not asked: whoever finds the address ships goods.',
    caughtBy: { securepayapi: 'SIG-1', secpaid: 'SRC-1' },
  },
  {
    id: 'fulfils-on-redirect',
    title: 'Fulfils on redirect',
    text: 'A browser that comes back with “success” is believed. Typing an address ships goods.',
    caughtBy: { secpaid: 'RDR-1' },
  },
  {
    id: 'no-dedupe',
    title: 'No dedupe',
    text: 'Each copy of a webhook ships once more.',
    caughtBy: { securepayapi: 'IDM-1', secpaid: 'IDM-1' },
  },
  {
    id: 'works-first',
    title: 'Works before it acknowledges',
    text: 'The answer waits until the work is done. A slow warehouse, or a slow provider, becomes a failed webhook.',
    caughtBy: { securepayapi: 'ACK-2', secpaid: 'ACK-3' },
  },
];

const on = new Set();

/** True while the shop is broken in this way. */
export const has = (id) => on.has(id);

/** False for a mistake that does not exist. */
export function turn(id, wanted) {
  if (!bugs.some((bug) => bug.id === id)) return false;
  if (wanted === true || wanted === 'true') on.add(id);
  else on.delete(id);
  return true;
}
