import { BlockList, isIP } from 'node:net';

/** Loopback, a private network, the wide network, or an address that no target may have. */
export type AddressClass = 'loopback' | 'private' | 'public' | 'forbidden';

/**
 * Link-local ranges (they hold the metadata services of most clouds) and the metadata addresses that lie elsewhere.
 * Sources: RFC 3927, RFC 4291 2.5.6, docs.aws.amazon.com (fd00:ec2::254, fd00:ec2::23), cloud.google.com (fd20:ce::254), alibabacloud.com
 * (100.100.100.200), docs.oracle.com (192.0.0.192).
 */
const FORBIDDEN = buildList(
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.192/32',
  'fe80::/10',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
);
/** The unspecified address counts as loopback: connecting to it reaches this machine. */
const LOOPBACK = buildList('127.0.0.0/8', '0.0.0.0/32', '::1/128', '::/128');
/** RFC 1918 and RFC 4193. Carrier-grade NAT (100.64.0.0/10) belongs to somebody else, so it counts as public. */
const PRIVATE = buildList('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7');

/** IPv6 ranges whose addresses carry an IPv4 address, and at which byte. Sources: RFC 6052, RFC 8215, RFC 2765, RFC 3056, RFC 4291 2.5.5.1. */
const TUNNELS: readonly (readonly [list: BlockList, atByte: number])[] = [
  [buildList('64:ff9b::/96', '64:ff9b:1::/48', '::ffff:0:0:0/96', '::/96'), 12],
  [buildList('2002::/16'), 2],
];
/** Teredo hides the client's IPv4 address at the end with all bits flipped (RFC 4380 4). */
const TEREDO = buildList('2001::/32');

/** Where an IP address leads. Tunnel and translation forms are as forbidden as the IPv4 address they carry, and otherwise public. */
export function classifyAddress(address: string): AddressClass {
  const plain = unmapAddress(address);
  if (isIP(plain) === 0 || isListed(FORBIDDEN, plain)) return 'forbidden';
  if (isListed(LOOPBACK, plain)) return 'loopback';
  if (isIP(plain) === 6) {
    const carried = findCarriedIpv4(plain);
    if (carried !== null) return isListed(FORBIDDEN, carried) ? 'forbidden' : 'public';
  }
  return isListed(PRIVATE, plain) ? 'private' : 'public';
}

/** Whether an address lies in a list; an IPv4-mapped one is looked up as the IPv4 address it stands for. */
export function isListed(list: BlockList, address: string): boolean {
  const plain = unmapAddress(address);
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** Builds a list of address ranges such as `10.0.0.0/8`; a bare address stands for itself alone. @throws when one is not a range. */
export function buildList(...ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [base = '', bits] = range.split('/');
    const isIpv6 = isIP(base) === 6;
    list.addSubnet(base, bits === undefined ? (isIpv6 ? 128 : 32) : Number(bits), isIpv6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** ::ffff:a.b.c.d is dialled as IPv4, so it is judged as that. */
function unmapAddress(address: string): string {
  const [text = ''] = address.split('%');
  if (isIP(text) !== 6) return text;
  const bytes = parseIpv6(text);
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return isMapped ? bytes.slice(12).join('.') : text;
}

function findCarriedIpv4(address: string): string | null {
  const bytes = parseIpv6(address);
  for (const [list, atByte] of TUNNELS) if (list.check(address, 'ipv6')) return bytes.slice(atByte, atByte + 4).join('.');
  if (TEREDO.check(address, 'ipv6'))
    return bytes
      .slice(12)
      .map((byte) => byte ^ 0xff)
      .join('.');
  // ISATAP puts it at the end of any prefix, after 0000:5efe or 0200:5efe (RFC 5214 6.1).
  const isIsatap = (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  return isIsatap ? bytes.slice(12).join('.') : null;
}

function parseIpv6(address: string): Uint8Array {
  const hex = address.replace(/(?<!\d)(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    return `${(Number(a) * 256 + Number(b)).toString(16)}:${(Number(c) * 256 + Number(d)).toString(16)}`;
  });
  const [head = '', tail] = hex.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after].map((group) => Number.parseInt(group, 16));
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}
