import { defineText, defineUrl } from '../setting.js';

/** What verbs take that make or check single messages. */

const ANYTHING = /^[\s\S]*$/;

export const bodySetting = defineText({
  flag: 'body',
  placeholder: '<text|@file|->',
  description: 'the body: a text, @file for the bytes of a file, - for stdin',
  expected: 'a text, @file or -',
  pattern: ANYTHING,
  isInFile: false,
});
export const bodyFileSetting = defineText({
  flag: 'body-file',
  placeholder: '<file>',
  description: 'the same as --body @file',
  expected: 'a file',
  isInFile: false,
});
export const secretSetting = defineText({
  flag: 'secret',
  placeholder: '<secret>',
  description: 'the secret, exactly as your app has it (default: that of the running stage, or of the data folder)',
  expected: 'a secret',
  isInFile: false,
  isSecret: true,
});
export const keySetting = defineText({
  flag: 'key',
  placeholder: '<key>',
  description: 'the encryption key (default: that of the running stage, or of the data folder)',
  expected: 'a key',
  isInFile: false,
  isSecret: true,
});
export const timestampSetting = defineText({
  flag: 'timestamp',
  placeholder: '<seconds>',
  description: 'the time, as it stands in its header',
  expected: 'a timestamp',
  isInFile: false,
});
export const signatureSetting = defineText({
  flag: 'signature',
  placeholder: '<signature>',
  description: 'the signature, as it stands in its header',
  expected: 'a signature',
  isInFile: false,
});
export const endpointSetting = defineUrl({
  flag: 'endpoint',
  description: 'URL of your app that receives events',
  isInFile: false,
});
