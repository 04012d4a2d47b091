import { isIP } from 'node:net';
import { HarnessError } from '../domain/errors.js';
import { buildList, classifyAddress, isListed } from './ip-address.js';

/** Why a target is not called: one plain clause. */
export interface TargetRefusal {
  message: string;
  hint?: string;
}

/** Decides which hosts may be called. Loopback and private networks always; public hosts only when listed; link-local and metadata never. */
export interface TargetPolicy {
  /** Judges an address that `host` leads to (itself, or what its name resolved to). Null when it may be called. */
  checkAddress(host: string, address: string): TargetRefusal | null;
}

type TargetRule = (name: string, address: string) => boolean;

/**
 * Builds the policy. Entries of `allowTargets` are host names (`hooks.example.com`), names with their subdomains (`*.example.com`),
 * addresses, or ranges (`203.0.113.0/24`).
 * @throws HarnessError `invalid_allow_target`.
 */
export function createTargetPolicy(allowTargets: readonly string[] = []): TargetPolicy {
  const rules = allowTargets.map(parseRule);
  return {
    checkAddress(host, address) {
      const leadsTo = classifyAddress(address);
      if (leadsTo === 'loopback' || leadsTo === 'private') return null;
      const who = host === address ? host : `${host} (${address})`;
      if (leadsTo === 'forbidden') {
        return {
          message: `${who} is a link-local or cloud metadata address, which is never called, with or without --allow-target`,
          hint: 'Use an address of this machine or of your own network.',
        };
      }
      const name = host.endsWith('.') ? host.slice(0, -1) : host;
      if (rules.some((isAllowed) => isAllowed(name, address))) return null;
      return {
        message: `${who} lies outside this machine and its private networks, and --allow-target does not list it`,
        hint: `If it is yours, start with --allow-target ${host}.`,
      };
    },
  };
}

function parseRule(entry: string): TargetRule {
  const text = entry
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1');
  const [base = '', bits] = text.split('/');
  if (isIP(base) !== 0 && (bits === undefined || /^\d+$/.test(bits))) {
    try {
      const list = buildList(text);
      return (_host, address) => isListed(list, address);
    } catch (cause) {
      throw refuseRule(entry, cause);
    }
  }
  if (bits !== undefined || !/^(\*\.)?[^\s/:*@?#[\]]+$/.test(text)) throw refuseRule(entry);
  if (text.startsWith('*.')) return (name) => name.endsWith(text.slice(1));
  return (name) => name === text;
}

function refuseRule(entry: string, cause?: unknown): HarnessError {
  return new HarnessError('invalid_allow_target', `"${entry}" does not name a target that could be allowed.`, {
    hint: 'Give a host name (hooks.example.com), *.example.com, an address or a range (203.0.113.0/24), without scheme or port.',
    cause,
  });
}
