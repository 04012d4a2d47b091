/** Files that are refused. Each: what it is, the text, and every problem with its code, line and column. */
export const badFiles: readonly (readonly [title: string, text: string, problems: readonly string[]])[] = [
  ['an empty file', '', ['wrong_type 1:1 the file is empty; expected a map with version, name and steps']],
  ['a file of comments', '# nothing\n', ['wrong_type 1:1 the file is empty; expected a map with version, name and steps']],
  ['a list', '- a\n- b\n', ['wrong_type 1:1 the file is ["a","b"]; expected a map with version, name and steps']],
  ['a text', 'hello\n', ['wrong_type 1:1 the file is "hello"; expected a map with version, name and steps']],
  ['no version', 'name: x\nsteps: []\n', ['missing_version 1:1 "version" is missing; expected version: 1']],
  [
    'a newer version',
    'version: 2\nname: x\nsteps: []\n',
    ['unsupported_version 1:10 version 2 is newer than this Paystage; expected 1, or a newer Paystage'],
  ],
  [
    'a version that is a text',
    'version: "1"\nname: x\nsteps: []\n',
    ['unsupported_version 1:10 version "1" is not supported; expected 1'],
  ],
  [
    'a version that is an older number',
    'version: 0\nname: x\nsteps: []\n',
    ['unsupported_version 1:10 version 0 is not supported; expected 1'],
  ],
  [
    'no name',
    'version: 1\nsteps:\n  - expect: { nothing pending: true }\n',
    ['missing_key 1:1 "name" is missing in the file; expected a text'],
  ],
  ['no steps', 'version: 1\nname: x\n', ['missing_key 1:1 "steps" is missing in the file; expected a list of steps']],
  ['steps that are no list', 'version: 1\nname: x\nsteps: 3\n', ['wrong_type 3:8 steps is 3; expected a list of steps']],
  ['an empty list of steps', 'version: 1\nname: x\nsteps: []\n', ['empty_steps 3:1 steps has no step; expected at least one']],
  [
    'an unknown key at the top',
    'version: 1\nname: x\nstepps: []\nsteps:\n  - expect: { nothing pending: true }\n',
    [
      'unknown_key 3:1 unknown key "stepps" in the file; expected $schema, version, name, description, tags, provider, accounts, target, variables, app, probe, steps; did you mean "steps"?',
    ],
  ],
  [
    'a number for a name',
    'version: 1\nname: 3\nsteps:\n  - expect: { nothing pending: true }\n',
    ['wrong_type 2:7 name is 3; expected a text'],
  ],
  [
    'tags that are no list',
    'version: 1\nname: x\ntags: retry\nsteps:\n  - expect: { nothing pending: true }\n',
    ['wrong_type 3:7 tags is "retry"; expected a list of words'],
  ],
  [
    'a provider that nobody knows',
    'version: 1\nname: x\nprovider: securpayapi\nsteps:\n  - create: {}\n  - expect: { nothing pending: true }\n',
    ['unknown_provider 3:11 unknown provider "securpayapi"; expected secpaid, securepayapi; did you mean "securepayapi"?'],
  ],
  [
    'a payment without a provider',
    'version: 1\nname: x\nsteps:\n  - create: {}\n  - expect: { nothing pending: true }\n',
    [
      'missing_provider 4:5 "create" has no provider; expected "provider" at the top of the file or beside the step: secpaid, securepayapi',
    ],
  ],
  [
    'a scenario that checks nothing',
    'version: 1\nname: x\nprovider: secpaid\nsteps:\n  - create: {}\n  - pay:\n',
    ['nothing_checked 4:1 the scenario checks nothing; expected an "expect" step, or "expect" in a "call"'],
  ],
  [
    'a key that stands twice',
    'version: 1\nname: x\nname: y\nsteps: []\n',
    ['duplicate_key 3:1 the key "name" stands there twice'],
  ],
  [
    'a directive',
    '%YAML 1.2\n---\nversion: 1\n',
    ['unsupported_yaml 1:1 directives are not supported: "%YAML 1.2"; expected plain data'],
  ],
  ['two documents', 'version: 1\n---\nversion: 1\n', ['unsupported_yaml 2:1 a second document; expected one per file']],
  ['a key that is a list', 'version: 1\n[a]: 1\n', ['unsupported_yaml 2:1 a key that is a map or a list; expected a text']],
  [
    'a bracket that is not closed',
    'version: 1\nsteps: [\n',
    ['invalid_yaml 3:1 not readable as YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
  ['a quote that is not closed', 'version: 1\nname: "x\n', ['invalid_yaml 3:1 not readable as YAML: Missing closing "quote']],
  [
    'a tab for an indentation',
    'version: 1\nsteps:\n\t- open:\n',
    ['invalid_yaml 3:1 not readable as YAML: Tabs are not allowed as indentation'],
  ],
  [
    'a tab for an indentation in the middle, told once',
    'version: 1\nname: x\nsteps:\n  - create: {}\n\t- open:\n  - expect: { nothing pending: true }\n',
    ['invalid_yaml 5:1 not readable as YAML: Tabs are not allowed as indentation'],
  ],
  [
    'what should be within a step, and stands beside it',
    'version: 1\nname: x\nprovider: securepayapi\nsteps:\n  - create: {}\n  - pay:\n    card: challenge\n    paymnt: x\n  - expect: { nothing pending: true }\n',
    [
      'unknown_key 7:5 unknown key "card" in a step with "pay"; expected pay, name, payment, closeTab; did you mean "pay: { card: ... }"?',
      'unknown_key 8:5 unknown key "paymnt" in a step with "pay"; expected pay, name, payment, closeTab; did you mean "payment"?',
    ],
  ],
  [
    'a payment before there is one',
    'version: 1\nname: x\nprovider: secpaid\nsteps:\n  - open:\n  - expect: { nothing pending: true }\n',
    ['no_payment 5:5 "open" is about a payment, and there is none yet; expected "create" or "await payment" in an earlier step'],
  ],
  [
    'an expectation that needs a probe',
    'version: 1\nname: x\nprovider: secpaid\nsteps:\n  - create: {}\n  - expect: { acted: 1 }\n',
    ['probe_missing 6:15 "acted" asks the app\'s probe, and the file has none; expected "probe" at the top of the file'],
  ],
  [
    'a probe without an address',
    'version: 1\nname: x\nprobe: { paid: $.paid }\nsteps:\n  - expect: { nothing pending: true }\n',
    ['missing_key 3:1 "url" is missing in probe; expected url or command'],
  ],
  [
    'a probe with both',
    'version: 1\nname: x\nprobe: { url: "http://a/", command: [a] }\nsteps:\n  - expect: { nothing pending: true }\n',
    ['several_steps 3:28 probe has both "url" and "command"; expected one of them'],
  ],
  [
    'a probe with a path that is none',
    'version: 1\nname: x\nprobe: { url: "http://a/", paid: paid }\nsteps:\n  - expect: { nothing pending: true }\n',
    [
      'invalid_path 3:34 probe.paid: "paid" is no path: it goes wrong at character 1; expected $ for the whole, then .name, [0] or [\'a name\']',
    ],
  ],
  [
    'accounts of an unknown provider',
    'version: 1\nname: x\naccounts: { secpayd: {} }\nsteps:\n  - expect: { nothing pending: true }\n',
    ['unknown_provider 3:13 unknown provider "secpayd"; expected secpaid, securepayapi; did you mean "secpaid"?'],
  ],
  [
    'an unknown setting',
    'version: 1\nname: x\naccounts: { secpaid: { retrys: 1 } }\nsteps:\n  - expect: { nothing pending: true }\n',
    ['unknown_setting 3:24 SecPaid has no setting "retrys"; expected <settings>; did you mean "retries"?'],
  ],
  [
    'a setting with a value that it does not take',
    'version: 1\nname: x\naccounts: { secpaid: { retries: -1, webhookFormat: flat } }\nsteps:\n  - expect: { nothing pending: true }\n',
    [
      'invalid_value 3:33 accounts.secpaid.retries is -1; expected at least 0',
      'unknown_value 3:52 unknown accounts.secpaid.webhookFormat "flat"; expected nested-json, flat-json, form; did you mean "flat-json"?',
    ],
  ],
  [
    'a target of an unknown setting',
    'version: 1\nname: x\ntarget: { secpaid: { callback: "http://a/" } }\nsteps:\n  - expect: { nothing pending: true }\n',
    [
      'unknown_setting 3:22 SecPaid sends nothing to "callback"; expected paymentEndpoints, callbackUrls; did you mean "callbackUrls"?',
    ],
  ],
  [
    'a target that is no address',
    'version: 1\nname: x\ntarget: { secpaid: localhost }\nsteps:\n  - expect: { nothing pending: true }\n',
    ['invalid_value 3:20 target.secpaid is "localhost"; expected an absolute address that begins with http:// or https://'],
  ],
  [
    'a variable with a name that is none',
    'version: 1\nname: x\nvariables: { 1a: 1 }\nsteps:\n  - expect: { nothing pending: true }\n',
    [
      'invalid_value 3:14 "1a" is no key of variables; expected a name of letters, digits, "_" and "-" that begins with a letter (40 at most)',
    ],
  ],
];
