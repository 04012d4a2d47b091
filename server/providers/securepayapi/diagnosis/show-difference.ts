const MAX_SHOWN = 12;

/** Where two bodies begin to differ, in one sentence. Bytes count from 1. */
export function showDifference(sent: Buffer, signed: Buffer): string {
  const length = Math.min(sent.length, signed.length);
  let at = 0;
  while (at < length && sent[at] === signed[at]) at += 1;
  return `The two begin to differ at byte ${at + 1}: ${show(sent, at)} in the body that is sent, ${show(signed, at)} in the one that was signed.`;
}

function show(bytes: Buffer, at: number): string {
  return at >= bytes.length ? 'its end' : JSON.stringify(bytes.subarray(at, at + MAX_SHOWN).toString('utf8'));
}
