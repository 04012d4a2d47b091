import { sayDuration } from '../domain/duration.js';
import type { AttemptCode } from '../protocol/records.js';
import { isTlsCode, sayTlsReason, TLS_HINT } from './tls-reason.js';

/** How far a request had come when it failed. */
export type TransportPhase = 'target' | 'dns' | 'connect' | 'tls' | 'sending' | 'waiting for head' | 'reading body';

export interface TransportFailure {
  code: Exclude<AttemptCode, 'acknowledged' | 'not_acknowledged' | 'redirect' | 'interrupted'>;
  phase: TransportPhase;
  /** One plain clause without a full stop, which a sentence can go on from. */
  message: string;
  /** What to do about it. */
  hint?: string;
  /** The first bytes that came, cut: the message ends with them in quotes. For whoever has to look through them. */
  quoted?: Buffer;
}

/** Who was called, in the words of a message. */
export interface Place {
  /** `http` or `https`. */
  scheme: string;
  /** Name or address without brackets. */
  hostname: string;
  /** Host and port as in the URL, without credentials. */
  host: string;
}

/** Explains why no connection came about. `tried` are the addresses that the name stood for. */
export function describeConnectFailure(
  error: Error,
  phase: TransportPhase,
  place: Place,
  tried: readonly string[],
): TransportFailure {
  const code = readCode(error);
  const where = `${place.host}${tried.length > 1 ? ` (tried ${tried.join(' and ')})` : ''}`;
  if (phase === 'dns') {
    const message =
      code === 'ENOTFOUND'
        ? `the name ${place.hostname} does not exist (${code})`
        : `the name ${place.hostname} could not be resolved (${code ?? error.message})`;
    return { code: 'dns', phase, message, hint: 'Check the spelling, or use localhost or an address.' };
  }
  if (phase === 'tls') {
    return { code: 'tls', phase, message: `no TLS connection to ${place.host}: ${sayTlsReason(error)}`, hint: TLS_HINT };
  }
  if (code === 'ECONNREFUSED') {
    return {
      code: 'refused',
      phase,
      message: `nobody listens on ${where}`,
      hint: `Is your app running on ${place.scheme}://${place.host}?`,
    };
  }
  if (code === 'ETIMEDOUT') return { code: 'timeout', phase, message: `${where} did not answer the connection request` };
  if (code === 'ECONNRESET') return { code: 'reset', phase, message: `${where} reset the connection while it was being made` };
  if (code === 'EMFILE' || code === 'ENFILE') {
    return { code: 'refused', phase, message: `no connection to ${where}: this machine has no file descriptor left (${code})` };
  }
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH') {
    return { code: 'refused', phase, message: `there is no way to ${where} from this machine (${code})` };
  }
  return { code: 'refused', phase, message: `no connection to ${where} (${code ?? error.message})` };
}

/** Explains what had not happened when the wall timer ran out. */
export function describeTimeout(
  phase: TransportPhase,
  place: Place,
  timeoutMs: number,
  hasReplyBegun: boolean,
): TransportFailure {
  const limit = sayDuration(timeoutMs);
  switch (phase) {
    case 'dns':
      return { code: 'dns', phase, message: `the name ${place.hostname} was not resolved within ${limit}` };
    case 'tls':
      return {
        code: 'timeout',
        phase,
        message: `${place.host} did not finish the TLS handshake within ${limit}`,
        hint: TLS_HINT,
      };
    case 'sending':
      return { code: 'timeout', phase, message: `${place.host} did not take the whole request within ${limit}` };
    case 'waiting for head':
    case 'reading body': {
      const message = hasReplyBegun ? `did not finish the head of its reply` : 'did not answer';
      return { code: 'timeout', phase, message: `${place.host} ${message} within ${limit} and may have processed the request` };
    }
    default:
      return { code: 'timeout', phase, message: `no connection to ${place.host} within ${limit}` };
  }
}

/** Explains a connection that ended before the head of a reply was complete. `firstBytes` is what had arrived. */
export function describeLoss(error: Error, phase: TransportPhase, place: Place, firstBytes: Buffer): TransportFailure {
  const code = readCode(error);
  if (isTlsCode(code))
    return { code: 'tls', phase: 'tls', message: `no TLS connection to ${place.host}: ${sayTlsReason(error)}`, hint: TLS_HINT };
  if (firstBytes.length > 0) {
    if (!isHttpStart(firstBytes)) return describeGarbage(place, phase, firstBytes);
    return { code: 'reset', phase, message: `${place.host} ended the connection in the middle of the head of its reply` };
  }
  const how = code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'closed';
  const when = phase === 'sending' ? 'before it had read the whole request' : 'without a reply';
  const hint = `Did the app crash on it?${place.scheme === 'http' ? ' An app that speaks only https closes plain connections like this, too.' : ''}`;
  return { code: 'reset', phase, message: `${place.host} ${how} the connection ${when}`, hint };
}

/** Explains bytes that are not a reply in HTTP/1. `detail` is the parser's word for what is wrong. */
export function describeGarbage(place: Place, phase: TransportPhase, firstBytes: Buffer, detail?: string): TransportFailure {
  if (isTlsRecord(firstBytes) && place.scheme === 'http') {
    return {
      code: 'tls',
      phase,
      message: `${place.host} speaks TLS, but the URL says http`,
      hint: `Use https://${place.host} as the address of the endpoint.`,
    };
  }
  const problem = isHttpStart(firstBytes)
    ? `an HTTP reply that breaks the rules${detail ? ` (${detail})` : ''}`
    : 'something that is not HTTP';
  const message = `${place.host} answered ${problem}: ${quoteBytes(firstBytes)}`;
  return { code: 'invalid_response', phase, message, quoted: firstBytes };
}

/** First bytes in quotes, with everything unprintable escaped. */
export function quoteBytes(bytes: Buffer): string {
  const escapes: Record<string, string> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '"': '\\"', '\\': '\\\\' };
  const text = bytes.toString('latin1').replace(/[^ -~]|["\\]/g, (character) => {
    return escapes[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${text}"`;
}

/** The machine code of a system, TLS or undici error; an AggregateError has that of its first. */
export function readCode(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? readCode(first) : undefined;
}

function isHttpStart(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 5);
  return 'HTTP/'.startsWith(start) || start.startsWith('HTTP/');
}

/** A TLS alert or handshake record: type 21 or 22, major version 3 (RFC 8446 5.1). */
function isTlsRecord(bytes: Buffer): boolean {
  return (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03;
}
