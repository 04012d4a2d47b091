import { connect } from 'node:net';

const TIMEOUT_MS = 3_000;

/** Where a URL leads, as `host:port`. */
export function toHostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

/** True when somebody accepts a connection at `host:port` within 3 s. Nothing is sent. */
export async function isListening(hostAndPort: string): Promise<boolean> {
  const at = hostAndPort.lastIndexOf(':');
  const host = hostAndPort.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  const port = Number(hostAndPort.slice(at + 1));
  // Names below localhost mean this machine (RFC 6761), whatever the resolver says, and apps listen on either of its addresses.
  const hosts = /^(.+\.)?localhost\.?$/i.test(host) ? ['127.0.0.1', '::1'] : [host];
  const answers = await Promise.all(hosts.map((address) => canConnect(address, port)));
  return answers.includes(true);
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (isOpen: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isOpen);
    };
    const timer = setTimeout(() => finish(false), TIMEOUT_MS);
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
