import { defineText } from '../setting.js';

export function jsonPathSetting(flag: string, description: string) {
  return defineText({
    flag,
    placeholder: '<path>',
    description,
    expected: "a path such as $.order.paid or $.items[0]['a name']",
    pattern: /^\$/,
    isInFile: false,
  });
}
