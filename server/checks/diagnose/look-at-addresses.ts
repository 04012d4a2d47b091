import type { DoctorRow, MakeRow } from './doctor-row.js';
import type { SentProbe } from './send-probe.js';

export interface LookedAtAddress {
  /** As people write it: `127.0.0.1`, `::1`. */
  name: string;
  url: string;
}

const NOBODY = 'Start your app, or give the address on which it listens.';
const SILENT =
  'Something takes the connection and does not answer: see what your app waits for, or whether something else has its port.';

/** Both addresses that a loopback name stands for; none for a name or a number that says where it is, and for TLS, whose certificate is for the name. */
export function listAddresses(endpoint: string): LookedAtAddress[] {
  const url = new URL(endpoint);
  const isLoopbackName = url.hostname === 'localhost' || url.hostname.endsWith('.localhost');
  if (!isLoopbackName || url.protocol !== 'http:') return [];
  return [
    { name: '127.0.0.1', host: '127.0.0.1' },
    { name: '::1', host: '[::1]' },
  ].map(({ name, host }) => {
    const at = new URL(endpoint);
    at.hostname = host;
    return { name, url: at.href };
  });
}

/** Whether, and on which address, somebody answers. */
export function tellAddresses(
  row: MakeRow,
  first: SentProbe,
  addresses: readonly (LookedAtAddress & { sent: SentProbe })[],
): DoctorRow {
  const title = 'Reachable';
  if (first.status === null) return row('reachable', title, 'fail', first.sentence, first.code === 'timeout' ? SILENT : NOBODY);
  const answering = addresses.filter(({ sent }) => sent.status !== null);
  const [one, other] = answering;
  const { hostname } = new URL(first.url);
  if (one && other && one.sent.status !== other.sent.status) {
    const says = `${hostname} is two apps: 127.0.0.1 answers ${one.sent.status}, ::1 answers ${other.sent.status}.`;
    return row('reachable', title, 'warn', says, 'End the one that you do not mean, or give the number in place of the name.');
  }
  if (one && other) return row('reachable', title, 'ok', `It answers on both addresses of ${hostname}, 127.0.0.1 and ::1.`);
  if (one) {
    const silent = addresses.find(({ name }) => name !== one.name)?.name;
    return row('reachable', title, 'ok', `It answers on ${one.name}, and not on ${silent}; the stage tries both.`);
  }
  return row('reachable', title, 'ok', `It answers on ${first.remoteAddress ?? hostname}.`);
}
