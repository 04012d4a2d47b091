import { HarnessError } from '../../domain/errors.js';
import { nearestFault } from '../../domain/nearest-fault.js';
import { parseDuration } from '../../domain/parse-duration.js';
import type { FaultKindView, FaultsView, FaultView } from '../../http/control/fault-replies.js';
import { tellFault } from '../../reading/faults.js';
import { checkChoice } from '../check-choice.js';
import { defineDetails, readDetail } from '../detail-setting.js';
import { connect } from '../find-stage.js';
import { defineNumber, defineText } from '../setting.js';
import { connectionSettings, jsonSetting, providerSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

const set = defineDetails({
  flag: 'set',
  description: 'a parameter of the fault, also seed=...; repeatable. A value that is JSON (5, true) is taken as that',
});
const payment = defineText({
  flag: 'payment',
  placeholder: '<id>',
  description: 'only for webhooks and redirects of this payment; calls (api-...) have none',
  expected: 'the id of a payment',
  isInFile: false,
});
const status = defineText({
  flag: 'status',
  placeholder: '<status>',
  description: 'only for events with this status',
  expected: 'a status',
  isInFile: false,
});
const attempt = defineNumber({
  flag: 'attempt',
  description: 'only for attempts of this number',
  least: 1,
  most: 1_000,
  isWhole: true,
  isInFile: false,
});
const endpoint = defineText({
  flag: 'endpoint',
  placeholder: '<part>',
  description: 'only for endpoints whose URL has this in it',
  expected: 'a part of a URL',
  isInFile: false,
});
const route = defineText({
  flag: 'route',
  placeholder: '<call>',
  description: 'only for this call of the API',
  expected: "the provider's name of a call",
  isInFile: false,
});
const times = defineNumber({
  flag: 'times',
  description: 'how often; with --for as often as it fits, 1,000 times at most (default: once)',
  least: 1,
  most: 1_000,
  isWhole: true,
  isInFile: false,
});
const forTime = defineText({
  flag: 'for',
  placeholder: '<time>',
  description: 'how long by the clock of the stage, such as 30s or 10m',
  expected: 'a time such as 30s, 10m or 2h',
  isInFile: false,
});

export const fault: Verb = {
  name: 'fault',
  summary: 'make something go wrong on purpose',
  description:
    'Sets a fault: what fits it goes wrong from now on, once, or with --for as often as it fits meanwhile. Several faults may apply to one webhook. "paystage faults" lists what is set, or everything that can go wrong.',
  arguments: [{ syntax: '<name>', description: 'such as duplicate, tampered-body, ack-lost or api-error' }],
  settings: [set, providerSetting, payment, status, attempt, endpoint, route, times, forTime, ...connectionSettings],
  examples: [
    'paystage fault duplicate --set copies=2',
    'paystage fault ack-lost --status SUCCEEDED --attempt 1',
    'paystage fault api-error --route createLink --for 30s',
  ],
  async run({ args, values, output }) {
    const client = await connect(values);
    const { kinds } = await client.get<FaultsView>('/faults');
    const asked = args[0] ?? '';
    const known = kinds.map((kind) => kind.name);
    const name = checkChoice('fault', asked, known, nearestFault(asked));
    const texts = findTextParams(kinds.find((kind) => kind.name === name));
    const given = {
      provider: values.get(providerSetting),
      payment: values.get(payment),
      status: values.get(status),
      attempt: values.get(attempt),
      endpoint: values.get(endpoint),
      route: values.get(route),
    };
    const when = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const view = await client.post<FaultView>('/faults', {
      ...Object.fromEntries((values.get(set) ?? []).map((text) => readDetail(text, texts))),
      fault: name,
      ...(Object.keys(when).length === 0 ? {} : { when }),
      times: values.get(times),
      forMs: readTime(values.get(forTime)),
    });
    if (values.get(jsonSetting)) output.json(view);
    else {
      output.line(`${view.id}: ${toTerminalText(tellFault({ spec: { ...view.spec, fault: view.fault } }), 300)}.`);
      output.line(output.paint('faint', view.sentence));
    }
    return 0;
  },
};

function readTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new HarnessError('misuse', `--for takes a time such as 30s, 10m or 2h; found "${toTerminalText(text, 100)}".`);
}

/** Parameters that are text as they stand. */
function findTextParams(kind: FaultKindView | undefined): Set<string> {
  const { properties } = kind?.schema ?? {};
  if (typeof properties !== 'object' || properties === null) return new Set();
  const isText = (schema: unknown) =>
    typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'string';
  return new Set(Object.entries(properties).flatMap(([param, schema]) => (isText(schema) ? [param] : [])));
}
