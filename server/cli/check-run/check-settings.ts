import { reportSetting } from '../scenario-run/run-settings.js';
import { defineList, defineNumber, defineSwitch, defineText, defineUrl, type Setting } from '../setting.js';
import { allowHostSetting, allowTargetSetting, connectionSettings, hostSetting, pagesOnHostFormSetting } from '../settings.js';
import { jsonPathSetting } from './probe-settings.js';

const isId = (text: unknown): text is string => typeof text === 'string' && /^[\w-]+$/.test(text);

export const endpointSetting = defineUrl({
  flag: 'endpoint',
  description: 'where your app takes events: its webhook or payment endpoint',
  isInFile: false,
});
export const callbackSetting = defineUrl({
  flag: 'callback',
  description:
    'where your app takes browsers back; for a widget the address that your page opens once it says success, such as http://localhost:3000/thanks/{externalid}',
  isInFile: false,
});
export const secretSetting = defineText({
  flag: 'secret',
  placeholder: '<secret>',
  description: "the key that your app has; the stage's own when left out",
  expected: 'a key without blanks',
  pattern: /^\S+$/,
  isSecret: true,
  isInFile: false,
});
export const probeSetting = defineText({
  flag: 'probe',
  placeholder: '<url|command>',
  description:
    'how your app says what it made of an order: an address such as http://localhost:3000/orders/{externalid}, or a command, answering JSON with "paid" and "count"',
  expected: 'an address or a command',
  isInFile: false,
});
export const probePaidSetting = jsonPathSetting('probe-paid', 'where "paid" stands in the answer of the probe (default: $.paid)');
export const probeCountSetting = jsonPathSetting(
  'probe-count',
  'where the count stands in the answer of the probe (default: $.count)',
);
export const createSetting = defineText({
  flag: 'create',
  placeholder: '<url|command>',
  description:
    'how your app creates an order: an address that gets a POST ("GET http://..." for a GET), or a command; {amount}, {amount_minor}, {reference}, {externalid} and {provider} are filled in',
  expected: 'an address or a command',
  isInFile: false,
});
export const onlySetting = defineList({
  flag: 'only',
  placeholder: '<ids>',
  description: 'only these checks, such as SIG-1,IDM-1, or "trust" for everything that a thief tries; the gate always runs',
  expected: 'ids such as SIG-1',
  isItem: isId,
  isInFile: false,
});
export const skipSetting = defineList({
  flag: 'skip',
  placeholder: '<ids>',
  description: 'all but these checks',
  expected: 'ids such as SIG-1',
  isItem: isId,
  isInFile: false,
});
export const strictSetting = defineSwitch({
  flag: 'strict',
  description: 'exit 2 when anything was inconclusive',
  isInFile: false,
});
export const interactiveSetting = defineSwitch({
  flag: 'interactive',
  description: 'also checks in which you do something, such as replacing a key; needs a terminal',
  isInFile: false,
});
export const maxRequestsSetting = defineNumber({
  flag: 'max-requests',
  description: 'requests to your app at most (default: 200)',
  least: 1,
  most: 10_000,
  isWhole: true,
  isInFile: false,
});
export const settleSetting = defineNumber({
  flag: 'settle',
  placeholder: '<ms>',
  description: 'ms after which an effect that was not seen did not happen (default: 2000, longer for a slow app)',
  least: 0,
  most: 600_000,
  isWhole: true,
  isInFile: false,
});

export const reconcileSetting = defineNumber({
  flag: 'reconcile',
  placeholder: '<ms>',
  description: 'ms in which your app is to find out by itself about a payment whose event got lost (default: 10000)',
  least: 0,
  most: 600_000,
  isWhole: true,
  isInFile: false,
});

export const encryptionKeySetting = defineText({
  flag: 'encryption-key',
  placeholder: '<key>',
  description: 'the key that your app decrypts events with, where it does; the account has it while the checks run',
  expected: 'a key without blanks',
  pattern: /^\S+$/,
  isSecret: true,
  isInFile: false,
});

export const checkSettings: readonly Setting[] = [
  endpointSetting,
  callbackSetting,
  secretSetting,
  probeSetting,
  probePaidSetting,
  probeCountSetting,
  createSetting,
  onlySetting,
  skipSetting,
  strictSetting,
  interactiveSetting,
  reportSetting,
  maxRequestsSetting,
  settleSetting,
  reconcileSetting,
  encryptionKeySetting,
  hostSetting,
  allowHostSetting,
  allowTargetSetting,
  pagesOnHostFormSetting,
  ...connectionSettings,
];
