import type { ActiveFault } from '../../domain/fault.js';
import type { Choice } from '../../domain/fault-choice.js';
import type { Header } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import { choiceOf } from './shape-body.js';

export interface ShapedHeaders {
  headers: Header[];
  sentence: string;
}

/** Takes a header away. */
export function dropHeader(headers: readonly Header[], fault: ActiveFault, provider: Provider): ShapedHeaders {
  const name = chooseName(fault, provider);
  const kept = headers.filter(([header]) => header.toLowerCase() !== name.toLowerCase());
  if (kept.length === headers.length) return { headers: kept, sentence: `There is no header ${name} that could be missing.` };
  return { headers: kept, sentence: `The header ${name} was not sent.` };
}

/** Changes the value of a header, or sends it twice. */
export function mangleHeader(headers: readonly Header[], fault: ActiveFault, provider: Provider): ShapedHeaders {
  const name = chooseName(fault, provider);
  const index = headers.findIndex(([header]) => header.toLowerCase() === name.toLowerCase());
  const found = headers[index];
  if (!found) return { headers: [...headers], sentence: `There is no header ${name} that could be mangled.` };
  const [header, value] = found;
  const before = headers.slice(0, index);
  const after = headers.slice(index + 1);
  switch (fault.spec.how) {
    case 'upper-case':
      return { headers: [...before, [header, value.toUpperCase()], ...after], sentence: `${header} was sent in capitals.` };
    case 'prefix':
      return {
        headers: [...before, [header, `sha256=${value}`], ...after],
        sentence: `${header} was sent with "sha256=" in front.`,
      };
    case 'truncate': {
      const kept = value.slice(0, Math.floor(value.length / 2));
      return { headers: [...before, [header, kept], ...after], sentence: `Only the first half of ${header} was sent.` };
    }
    case 'repeat':
      return { headers: [...before, found, found, ...after], sentence: `${header} was sent twice.` };
    default: {
      const place = choiceOf(fault).below(value.length);
      const flipped = flipCharacter(value, place, choiceOf(fault));
      return {
        headers: [...before, [header, flipped], ...after],
        sentence: `Character ${place + 1} of ${header} was changed.`,
      };
    }
  }
}

/** The one with the signature, or what says how to read the body. */
function chooseName({ spec }: ActiveFault, provider: Provider): string {
  return typeof spec.header === 'string' ? spec.header : (provider.signatureHeaders[0] ?? 'Content-Type');
}

const HEX = '0123456789abcdef';

/** By another hex digit, so that what was hex still looks like it. */
function flipCharacter(value: string, place: number, choice: Choice): string {
  const others = HEX.replace(value.charAt(place).toLowerCase(), '');
  return value.slice(0, place) + others.charAt(choice.below(others.length)) + value.slice(place + 1);
}
