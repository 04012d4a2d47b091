import type { ProviderCodec } from '../provider.js';
import { constructWrongly } from './diagnosis/construction.js';
import { verifySignature } from './diagnosis/verify-signature.js';
import { toTimestamp } from './signature.js';

/** Signs and verifies without a stage. */
export const codec: ProviderCodec = {
  signing: {
    keyName: 'secretKey',
    timestampWords: 'whole seconds since 1970, such as 1760000001',
    buildTimestamp: toTimestamp,
    checkTimestamp(timestamp) {
      if (/^\d{1,14}$/.test(timestamp)) return null;
      const ms = Date.parse(timestamp);
      return Number.isNaN(ms)
        ? 'X-Timestamp holds whole seconds and nothing else.'
        : `In whole seconds since 1970 that is ${toTimestamp(ms)}.`;
    },
    inShell: {
      secretVariable: 'SECUREPAYAPI_SECRET_KEY',
      now: 'date +%s',
      shift: (seconds) => `$((timestamp ${seconds < 0 ? '-' : '+'} ${Math.abs(seconds)}))`,
      signature: `{ printf %s "$timestamp"; signed; } | openssl dgst -sha256 -hmac "$secret" -r | cut -c 1-64`,
    },
    sign: (message) => [
      ['Content-Type', 'application/json'],
      ['X-Timestamp', message.timestamp],
      ['X-Signature', constructWrongly(message) ?? ''],
    ],
    verify: verifySignature,
  },
};
