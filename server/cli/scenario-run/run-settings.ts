import { defineDetails } from '../detail-setting.js';
import { defineChoice, defineList, defineNumber, defineSwitch, defineText, type Setting } from '../setting.js';
import { allowHostSetting, allowTargetSetting, connectionSettings, hostSetting, pagesOnHostFormSetting } from '../settings.js';
import { targetSettings } from '../target-settings.js';

/** What every verb takes that plays scenarios. */

const isText = (text: unknown): text is string => typeof text === 'string' && text.trim() !== '';

export const targetSetting = defineList({
  flag: 'target',
  placeholder: '<target>',
  description:
    'where your app listens: <provider>=<url>, <provider>.<which>=<url>, or a URL alone; wins over the files; repeatable',
  expected: '<provider>=<url> or a URL',
  isItem: isText,
  isInFile: false,
});
export const variableSetting = defineDetails({
  flag: 'variable',
  description: 'another value for a variable of the files, such as shop=http://localhost:4000; repeatable',
});
export const laneSetting = defineSwitch({
  flag: 'lane-per-scenario',
  description: 'play each scenario in a lane of its own, with keys, clock and log of its own',
  isInFile: false,
});
export const parallelSetting = defineNumber({
  flag: 'parallel',
  description: 'play this many scenarios at a time, each in a lane of its own (default: 1)',
  least: 1,
  most: 64,
  isWhole: true,
  isInFile: false,
});
export const clockSetting = defineChoice({
  flag: 'clock',
  description: 'simulated: time stands until a step moves it (default: real)',
  choices: ['real', 'simulated'],
  isInFile: false,
});
export const startSetting = defineText({
  flag: 'start',
  placeholder: '<moment>',
  description:
    'when simulated time begins: now, or a moment such as 2030-01-31T12:00:00Z (default: 2026-01-01 with a seed, else now)',
  expected: 'now, or a moment such as 2030-01-31T12:00:00Z',
  pattern: /^(now|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))$/,
  isInFile: false,
});
export const seedSetting = defineText({
  flag: 'seed',
  placeholder: '<number>',
  description: 'the same ids and keys for the same seed; with --clock simulated the same log, byte by byte',
  expected: 'a number, or 1 to 200 characters without blanks',
  pattern: /^\S{1,200}$/,
  isInFile: false,
});
export const reportSetting = defineList({
  flag: 'report',
  placeholder: '<form[=file]>',
  description: 'text, json, junit or html, into a file or to stdout; repeatable (default: text)',
  expected: 'text, json, junit or html, with or without =<file>',
  isItem: isText,
  isInFile: false,
});
export const bailSetting = defineSwitch({
  flag: 'bail',
  description: 'stop after the first scenario that does not pass',
  isInFile: false,
});
export const dryRunSetting = defineSwitch({
  flag: 'dry-run',
  description: 'check the files and play nothing',
  isInFile: false,
});
export const logSetting = defineText({
  flag: 'log',
  placeholder: '<file>',
  description: "write the run's records into a file, one JSON value per line",
  expected: 'a file',
  isInFile: false,
});
export const grepSetting = defineText({
  flag: 'grep',
  description: 'only scenarios with this text in their name, description or file',
  isInFile: false,
});
export const tagSetting = defineList({
  flag: 'tag',
  placeholder: '<tag>',
  description: 'only scenarios with this tag, or one of several; repeatable',
  expected: 'a tag',
  isItem: isText,
  isInFile: false,
});

/** Of the stage that is started when none runs. */
const ownStageSettings: readonly Setting[] = [hostSetting, allowHostSetting, allowTargetSetting, pagesOnHostFormSetting];

/** What `run` and `trigger` share. */
export const runSettings: readonly Setting[] = [
  targetSetting,
  variableSetting,
  reportSetting,
  clockSetting,
  seedSetting,
  startSetting,
  laneSetting,
  logSetting,
  ...targetSettings,
  ...ownStageSettings,
  ...connectionSettings,
];
