/** `npm run bench`: the product beside a bare loop, in turns, as ratios. See docs/performance.md. */
import { loadavg } from 'node:os';
import { drawGrowth } from './chart.js';
import { Deadline } from './deadline.js';
import { judgeGoals } from './goals.js';
import { describeCircumstances, keepChart, keepResult } from './keep-result.js';
import { measureColdStarts } from './measure/cold-start.js';
import { measureDeliveryPath } from './measure/delivery-path.js';
import { measureGrowth } from './measure/growth.js';
import { measureInstall } from './measure/install.js';
import { measureRepeats } from './measure/repeats.js';
import { type BenchOptions, readOptions, UsageProblem } from './options.js';
import { choosePlan } from './plan.js';
import { roundAll } from './round-all.js';
import { summarize } from './summary.js';
import { Receiver } from './systems.js';
import { formatTable } from './table.js';

async function runBench(options: BenchOptions): Promise<void> {
  const plan = choosePlan(options);
  const deadline = new Deadline();
  const tell = (text: string) => process.stderr.write(`bench: ${text} (${Math.round(deadline.elapsedS)} s)\n`);
  const circumstances = { ...describeCircumstances(), loadBefore: loadavg()[0] ?? Number.NaN };
  const receiver = await Receiver.start();
  try {
    tell('cold starts');
    const coldStarts = await measureColdStarts(plan, deadline);
    tell('delivery path');
    const path = await measureDeliveryPath(receiver, plan);
    const repeats = await measureRepeats(receiver, plan, deadline, tell);
    const growth = await measureGrowth(receiver, plan, deadline, tell);
    tell(options.hasInstall ? 'install' : 'done');
    const install = options.hasInstall ? await measureInstall() : null;
    if (typeof install === 'string') tell(`the install could not be measured: ${install}`);

    const measured = { path, repeats, growth, coldStarts, install };
    const summary = summarize(measured);
    const goals = judgeGoals(summary);
    const kind = options.isSmoke ? 'smoke' : options.isQuick ? 'quick' : 'full';
    const result = roundAll({
      ...summary,
      kind,
      seconds: deadline.elapsedS,
      ...circumstances,
      goals,
      measured,
    });
    if (options.isJson) console.log(JSON.stringify(result, null, 2));
    else console.log(formatTable(goals));
    // A few payments say nothing that is worth keeping.
    if (kind === 'smoke') return;
    if (kind === 'full') keepChart(drawGrowth(growth.steps, growth.restart));
    tell(`kept in ${keepResult(circumstances, result)}`);
  } finally {
    await receiver.stop();
  }
}

try {
  await runBench(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageProblem)) throw error;
  (error.isHelp ? console.log : console.error)(error.message);
  process.exitCode = error.isHelp ? 0 : 2;
}
