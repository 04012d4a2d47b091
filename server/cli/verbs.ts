import type { VerbEntry } from './verb.js';

export const verbs: readonly VerbEntry[] = [
  { name: 'start', summary: 'start the stage', load: async () => (await import('./commands/start.js')).start },
  {
    name: 'demo',
    summary: 'try everything with a sample shop: buy, pay, break it, check it',
    load: async () => (await import('./commands/demo.js')).demo,
  },
  {
    name: 'env',
    summary: 'print base URLs, keys and secrets for your app',
    load: async () => (await import('./commands/env.js')).env,
  },
  { name: 'url', summary: 'print the base URL of a provider', load: async () => (await import('./commands/url.js')).url },
  { name: 'tail', summary: 'follow what happens, live', load: async () => (await import('./commands/tail.js')).tail },
  {
    name: 'payments',
    summary: 'list payments, or show one with everything that happened to it',
    load: async () => (await import('./commands/payments.js')).payments,
  },
  {
    name: 'create',
    summary: 'create a payment, as your app would',
    load: async () => (await import('./commands/create.js')).create,
  },
  { name: 'pay', summary: 'pay as the customer would', load: async () => (await import('./commands/pay.js')).pay },
  { name: 'cancel', summary: 'cancel as the customer would', load: async () => (await import('./commands/cancel.js')).cancel },
  {
    name: 'challenge',
    summary: 'answer the 3-D Secure challenge',
    load: async () => (await import('./commands/challenge.js')).challenge,
  },
  {
    name: 'settle',
    summary: 'let a pending payment arrive, or fail',
    load: async () => (await import('./commands/settle.js')).settle,
  },
  {
    name: 'staff',
    summary: "act as the provider's staff or the bank",
    load: async () => (await import('./commands/staff.js')).staff,
  },
  {
    name: 'redeliver',
    summary: 'redeliver: the same bytes once more, freshly signed',
    load: async () => (await import('./commands/redeliver.js')).redeliver,
  },
  {
    name: 'resend',
    summary: 'edit and resend: change a delivery first, beside what counts',
    load: async () => (await import('./commands/resend.js')).resend,
  },
  {
    name: 'hold',
    summary: 'hold the next webhook or redirect until it is released',
    load: async () => (await import('./commands/hold.js')).hold,
  },
  {
    name: 'holds',
    summary: 'list what is held and will be held, or end the holds',
    load: async () => (await import('./commands/holds.js')).holds,
  },
  {
    name: 'release',
    summary: 'let held webhooks and redirects go',
    load: async () => (await import('./commands/release.js')).release,
  },
  {
    name: 'fault',
    summary: 'make something go wrong on purpose',
    load: async () => (await import('./commands/fault.js')).fault,
  },
  {
    name: 'faults',
    summary: 'list what goes wrong on purpose and everything that can, or end it',
    load: async () => (await import('./commands/faults.js')).faults,
  },
  {
    name: 'run',
    summary: 'play scenarios at your app and judge it',
    load: async () => (await import('./commands/run.js')).run,
  },
  {
    name: 'trigger',
    summary: 'play a ready scenario at your app',
    load: async () => (await import('./commands/trigger.js')).trigger,
  },
  {
    name: 'scenarios',
    summary: 'list the ready scenarios',
    load: async () => (await import('./commands/scenarios.js')).scenarios,
  },
  {
    name: 'init',
    summary: 'write scenarios, configuration and a CI job to start from',
    load: async () => (await import('./commands/init.js')).init,
  },
  {
    name: 'check',
    summary: 'judge how your app takes webhooks and redirects',
    load: async () => (await import('./commands/check.js')).check,
  },
  {
    name: 'diagnose',
    summary: 'find out why your app refuses genuine webhooks',
    load: async () => (await import('./commands/diagnose.js')).diagnose,
  },
  {
    name: 'doctor',
    summary: 'look at everything between the stage and your app',
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
  {
    name: 'sign',
    summary: 'sign any body as the provider does',
    load: async () => (await import('./commands/sign.js')).sign,
  },
  {
    name: 'verify',
    summary: 'say whether a signature is right, or exactly why not',
    load: async () => (await import('./commands/verify.js')).verify,
  },
  {
    name: 'encrypt',
    summary: 'encrypt a payload as the provider does',
    load: async () => (await import('./commands/encrypt.js')).encrypt,
  },
  {
    name: 'decrypt',
    summary: 'decrypt a payload, or say exactly why it cannot be done',
    load: async () => (await import('./commands/decrypt.js')).decrypt,
  },
  {
    name: 'record',
    summary: 'make a scenario file of a payment that was seen',
    load: async () => (await import('./commands/record.js')).record,
  },
  {
    name: 'export',
    summary: 'save the whole log as a file that the page can open',
    load: async () => (await import('./commands/export.js')).exportLog,
  },
  {
    name: 'clock',
    summary: 'show, speed up, freeze or advance the time',
    load: async () => (await import('./commands/clock.js')).clock,
  },
  {
    name: 'completion',
    summary: 'print a script that completes commands in your shell',
    load: async () => (await import('./commands/completion.js')).completion,
  },
  {
    name: 'reset',
    summary: 'forget every payment; keys and settings stay',
    load: async () => (await import('./commands/reset.js')).reset,
  },
];
