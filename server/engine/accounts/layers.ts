import type { JsonObject, JsonValue } from '../../protocol/records.js';

/** What counts for an account for a while only, over what is stored. Nothing of it is ever on disk: however the process ends, nothing has to be put back. */
export interface Layers {
  guests: readonly Guest[];
  loan: Loan;
}

/** An address that gets the events of an account beside the app, and in place of the built-in receiver. */
export interface Guest {
  setting: string;
  url: string;
  /** False once somebody has taken it out by hand. */
  isIn: boolean;
}

/** Settings and keys while somebody has the account; over everything else. */
export interface Loan {
  settings: JsonObject;
  keys: Readonly<Record<string, string>>;
}

const NO_LOAN: Loan = { settings: {}, keys: {} };
export const NO_LAYERS: Layers = { guests: [], loan: NO_LOAN };

/** Settings and keys that are not, or not only, what is stored. */
export function listPassing({ guests, loan }: Layers): string[] {
  const invited = guests.filter(({ isIn }) => isIn).map(({ setting }) => setting);
  return [...new Set([...invited, ...Object.keys(loan.settings), ...Object.keys(loan.keys)])];
}

/** Further settings and keys for whoever has the account. */
export function lend({ guests, loan }: Layers, more: Loan): Layers {
  return { guests, loan: { settings: { ...loan.settings, ...more.settings }, keys: { ...loan.keys, ...more.keys } } };
}

export function hasLoan({ loan }: Layers): boolean {
  return Object.keys(loan.settings).length > 0 || Object.keys(loan.keys).length > 0;
}

export function giveBack({ guests }: Layers): Layers {
  return { guests, loan: NO_LOAN };
}

export function invite({ guests, loan }: Layers, settings: readonly string[], url: string): Layers {
  return { guests: [...guests, ...settings.map((setting) => ({ setting, url, isIn: true }))], loan };
}

export function dismiss({ guests, loan }: Layers, url: string): Layers {
  return { guests: guests.filter((guest) => guest.url !== url), loan };
}

/** Addresses that get the events of an account beside those that are stored. */
export function listGuests({ guests }: Layers, setting: string): string[] {
  return guests.filter((guest) => guest.isIn && guest.setting === setting).map(({ url }) => url);
}

/**
 * What somebody wants by hand counts at once, and stays: nothing is lent over it, and a guest that is named no more is out. A guest's own address
 * is never stored; where nothing else is left, nobody has chosen anything.
 * @returns the layers after it, and what is to be stored of it; a setting that is missing there is not set any more.
 */
export function changeByHand({ guests, loan }: Layers, wanted: JsonObject): { layers: Layers; stored: JsonObject } {
  const isWanted = ({ setting }: Guest) => Object.hasOwn(wanted, setting);
  const isNamed = ({ setting, url }: Guest) => listUrls(wanted[setting]).includes(url);
  const stored = Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) => {
      const own = guests.filter((guest) => guest.setting === name && isNamed(guest)).map(({ url }) => url);
      if (own.length === 0) return [[name, value]];
      const others = listUrls(value).filter((url) => !own.includes(url));
      return others.length > 0 ? [[name, others]] : [];
    }),
  );
  return {
    layers: {
      guests: guests.map((guest) => (isWanted(guest) ? { ...guest, isIn: isNamed(guest) } : guest)),
      loan: { ...loan, settings: leaveOut(loan.settings, Object.keys(wanted)) },
    },
    stored,
  };
}

export function leaveOut<Value>(values: Readonly<Record<string, Value>>, names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

export function listUrls(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
