import { HarnessError } from '../../domain/errors.js';
import { hideCredentialsWithin } from '../../domain/url-credentials.js';
import type { StartAsked } from '../../http/control/check-replies.js';
import type { ExamProvider } from '../exam/exam.js';
import { findAddress } from '../given/address-template.js';
import { type CheckOptions, readCheckOptions } from '../given/check-options.js';
import type { RunChecksOptions } from '../run/run-options.js';

/**
 * What was asked for over HTTP. Whoever reaches the control plane must not run programs here, so a command is refused.
 * @throws HarnessError `command_refused`, and as `readCheckOptions`.
 */
export function readAsked(asked: StartAsked, provider: ExamProvider): Omit<RunChecksOptions, 'lane' | 'provider'> {
  const { provider: _name, probe, probePaid, probeCount, settleMs, create, ...rest } = asked;
  refuseCommand('probe', probe);
  refuseCommand('create', create);
  const paths = {
    ...(probePaid === undefined ? {} : { paid: probePaid }),
    ...(probeCount === undefined ? {} : { count: probeCount }),
  };
  const options: CheckOptions = {
    ...rest,
    ...(probe === undefined ? {} : { probe: { url: probe, ...paths } }),
    ...(create === undefined ? {} : { create }),
    ...(settleMs === undefined ? {} : { settle: settleMs }),
  };
  return readCheckOptions(options, provider);
}

function refuseCommand(where: 'probe' | 'create', text: string | undefined): void {
  if (text === undefined || findAddress(text) !== null) return;
  throw new HarnessError('command_refused', `${where}: "${hideCredentialsWithin(text).slice(0, 200)}" is no address.`, {
    hint: `Write it out, such as http://localhost:3000/orders. A command is run by the command line only: paystage check --${where}.`,
  });
}
