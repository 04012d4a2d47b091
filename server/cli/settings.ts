import { isStageToken, STAGE_TOKEN_HINT, STAGE_TOKEN_WORDS } from '../domain/stage-token.js';
import { defineChoice, defineList, defineNumber, defineSwitch, defineText, defineUrl, type Setting } from './setting.js';

/** What more than one verb takes. */

export const DEFAULT_DATA_FOLDER = '.paystage';

export const urlSetting = defineUrl({ flag: 'url', description: 'address of the running stage' });
export const portSetting = defineNumber({
  flag: 'port',
  description: 'port of the stage (default: 4747)',
  least: 0,
  most: 65_535,
  isWhole: true,
});
export const tokenSetting: Setting<string> = {
  ...defineText({
    flag: 'token',
    placeholder: '<secret>',
    description: 'token that the stage asks for, of at least 6 characters',
    expected: STAGE_TOKEN_WORDS,
    isSecret: true,
  }),
  check: (value) => (typeof value === 'string' && isStageToken(value) ? value : undefined),
  suggest: () => STAGE_TOKEN_HINT,
};
export const dataSetting = defineText({
  flag: 'data',
  placeholder: '<folder>',
  description: `folder of the journal and the keys (default: ${DEFAULT_DATA_FOLDER})`,
  expected: 'a folder',
});
export const jsonSetting = defineSwitch({ flag: 'json', description: 'print JSON for programs' });
export const configSetting = defineText({
  flag: 'config',
  placeholder: '<file>',
  description: 'configuration file (default: paystage.config.yaml, .yml or .json)',
  expected: 'a file',
  isInFile: false,
});
export const providerSetting = defineText({
  flag: 'provider',
  placeholder: '<name>',
  description: 'only this provider',
  expected: 'the name of a provider',
  isInFile: false,
});

/** How every verb but `start` finds the stage it talks to. */
export const connectionSettings: readonly Setting[] = [
  urlSetting,
  portSetting,
  tokenSetting,
  dataSetting,
  configSetting,
  jsonSetting,
];

export const hostSetting = defineText({
  flag: 'host',
  placeholder: '<address>',
  description: 'address to listen on; beyond loopback it needs --token (default: loopback)',
  expected: 'a host name or an IP address, without scheme or port',
  pattern: /^(\[[0-9a-fA-F:.]+\]|[0-9a-fA-F]*:[0-9a-fA-F:.]*|[A-Za-z0-9.-]+)$/,
});
export const memorySetting = defineSwitch({
  flag: 'memory',
  description: 'keep everything in memory; nothing is left when it stops',
});
export const allowHostSetting = defineList({
  flag: 'allow-host',
  placeholder: '<name>',
  description: 'another Host header to accept, for a proxy or a hosts file; repeatable',
  expected: 'a host name, with or without a port',
  isItem: (text): text is string => typeof text === 'string' && /^[A-Za-z0-9.[\]:-]+$/.test(text),
});
export const allowTargetSetting = defineList({
  flag: 'allow-target',
  placeholder: '<host>',
  description: 'a public host that deliveries may go to; repeatable',
  expected: 'a host name, *.name, an address or a range such as 203.0.113.0/24',
  isItem: (text): text is string => typeof text === 'string' && /^[^\s,]+$/.test(text) && !text.includes('://'),
});
export const speedSetting = defineNumber({
  flag: 'speed',
  placeholder: '<factor>',
  description: 'how fast time runs: 1 is real, 60 a minute per second, 0 frozen (default: 1)',
  least: 0,
  most: 1_000_000,
  isWhole: false,
});
export const freshSetting = defineSwitch({
  flag: 'fresh',
  description: 'after damage, start empty; the damaged files are kept beside it',
  isInFile: false,
});
export const recoverSetting = defineSwitch({
  flag: 'recover',
  description: 'after damage, keep every record before it',
  isInFile: false,
});
export const pagesOnHostFormSetting = defineSwitch({
  flag: 'pages-on-host-form',
  description: 'put checkout pages on origins of their own, <provider>.localhost',
});
export const maxPaymentsSetting = defineNumber({
  flag: 'max-payments',
  description: 'payments kept; the oldest finished ones go first (default: 10000)',
  least: 1,
  most: 10_000_000,
  isWhole: true,
});
export const quietSetting = defineSwitch({
  flag: 'quiet',
  description: 'print only what needs attention, such as deliveries that were not acknowledged',
});

/** What `start` takes, besides one flag per target of a provider. */
export const startSettings: readonly Setting[] = [
  portSetting,
  hostSetting,
  dataSetting,
  memorySetting,
  configSetting,
  tokenSetting,
  allowHostSetting,
  allowTargetSetting,
  speedSetting,
  freshSetting,
  recoverSetting,
  pagesOnHostFormSetting,
  maxPaymentsSetting,
  quietSetting,
  jsonSetting,
];

export const formatSetting = defineChoice({
  flag: 'format',
  description: 'how to print the environment (default: dotenv)',
  choices: ['dotenv', 'json'],
  isInFile: false,
});
