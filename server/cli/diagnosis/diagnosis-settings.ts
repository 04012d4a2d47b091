import { endpointSetting, secretSetting } from '../message/message-settings.js';
import { defineUrl, type Setting } from '../setting.js';
import { allowHostSetting, allowTargetSetting, connectionSettings, hostSetting, pagesOnHostFormSetting } from '../settings.js';
import { targetSettings } from '../target-settings.js';

export const callbackSetting = defineUrl({
  flag: 'callback',
  description: 'URL of your app that browsers are sent back to',
  isInFile: false,
});

/** What `diagnose` and `doctor` share. */
export const diagnosisSettings: readonly Setting[] = [
  endpointSetting,
  secretSetting,
  ...targetSettings,
  hostSetting,
  allowHostSetting,
  allowTargetSetting,
  pagesOnHostFormSetting,
  ...connectionSettings,
];
