/** Commands of the pages that this machine, or a test, cannot run as they stand, each with the reason. A reason that fits nothing any more fails. */
export const notRun: readonly { pattern: RegExp; why: string }[] = [
  { pattern: /^npm install && npm (start|test)$/, why: 'installs from the registry; `.ci/run` does it on a clean checkout' },
  { pattern: /^git clone /, why: 'the address of the repository is the reader’s' },
  { pattern: /^(docker |npm pack|npx --yes )/, why: 'wants an engine or the registry' },
  { pattern: /^npm run (-s )?bench\b/, why: 'measures for minutes; test/bench/ runs a small one' },
  { pattern: /^npm install$/, why: 'installs from the registry' },
  { pattern: /^npm run (-s )?bench\b/, why: 'takes minutes, and measures nothing beside other tests' },
  { pattern: /^npm test && npm run check$/, why: 'runs this very test' },
  { pattern: /^(npx )?paystage demo\b/, why: 'stays in the foreground with a shop of its own; its own test plays the newcomer' },
  { pattern: /paystage completion /, why: 'changes the shell that reads it; its own test does' },
  { pattern: /^node --env-file=examples\/express-shop/, why: 'test/examples/express-shop.test.ts runs the example' },
  { pattern: /^PORT=3000 node fixtures\/receivers/, why: 'test/receivers/ runs every one of them, on a free port' },
];
