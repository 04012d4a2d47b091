/** Longer ids are shown by their end, where those of one provider differ. */
const MAX_CHARS = 8;
const END_CHARS = 6;
const HUES = 12;

/** A payment id in the space that a line has. */
export function shortenPaymentId(paymentId: string): string {
  return paymentId.length <= MAX_CHARS ? paymentId : `…${paymentId.slice(-END_CHARS)}`;
}

/** A hue in degrees, the same for every line of one payment; neighbours in number are far apart in colour. */
export function pickPaymentHue(paymentId: string): number {
  let hash = 0;
  for (let index = 0; index < paymentId.length; index++) hash = (hash * 31 + paymentId.charCodeAt(index)) >>> 0;
  return ((hash * 5) % HUES) * (360 / HUES);
}
