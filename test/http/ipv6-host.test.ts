import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { startHarness } from '../support/harness.js';
import { tryUpgrade } from '../support/try-upgrade.js';

const TOKEN = 'a-token-of-its-own';

/** An address of this machine that is neither loopback nor bound to one link. */
const own = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal, address }) => family === 'IPv6' && !internal && !address.startsWith('fe80:'))?.address;

/** `FD00:0:0:0:0:0:0:1` for `fd00::1`. */
function writeInFull(address: string): string {
  const [front = [], back = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - front.length - back.length).fill('0');
  return [...front, ...zeros, ...back].join(':').toUpperCase();
}

test.skipIf(own === undefined).each([
  ['as it is', (address: string) => address],
  ['in brackets', (address: string) => `[${address}]`],
  ['in full', writeInFull],
])('a stage on an IPv6 address that is written %s answers where it says it is', async (_title, write) => {
  const harness = await startHarness({ host: write(own ?? ''), token: TOKEN });
  try {
    expect(harness.url).toBe(`http://[${own}]:${harness.address.port}`);
    expect((await fetch(`${harness.url}/_paystage/health`)).status).toBe(200);
    const offers = ['paystage', `paystage.token.${TOKEN}`];
    expect(await tryUpgrade(harness.address.streamUrl, { origin: harness.url }, offers)).toBe('open');
  } finally {
    await harness.close();
  }
});

test.each(['::1', '[::1]', '0:0:0:0:0:0:0:1'])('%s is loopback, which needs no token', async (host) => {
  const harness = await startHarness({ host });
  try {
    expect(harness.url).toBe(`http://localhost:${harness.address.port}`);
    expect((await fetch(`${harness.url}/_paystage/health`)).status).toBe(200);
  } finally {
    await harness.close();
  }
});
