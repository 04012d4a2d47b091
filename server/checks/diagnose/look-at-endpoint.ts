import { describeRedirect } from './describe-redirect.js';
import { type DiagnosisReport, diagnose } from './diagnose.js';
import type { DoctorRow, MakeRow } from './doctor-row.js';
import { createRowMaker } from './doctor-row.js';
import { followRedirect } from './follow-redirect.js';
import { judgeClock, judgeConnection, judgeContent, judgeSpeed } from './judge-reply.js';
import { listAddresses, tellAddresses } from './look-at-addresses.js';
import type { Place } from './place.js';
import { type SentProbe, sendGenuine } from './send-probe.js';
import { tryOtherSlash } from './try-other-slash.js';

/** Genuine deliveries that are timed. */
const TIMED = 3;
const CHECK = 'Signature check';
/** The check itself is right. */
const WRONG_STATUS = 'accepts-but-wrong-status';

/**
 * Everything about the URL that receives events: is it reached, does it answer in the right way, does it check what it gets.
 * @param signal aborted: nothing more is sent, and what was not seen is unknown. @throws HarnessError `blocked_target`.
 */
export async function lookAtEndpoint(place: Place, endpoint: string, signal?: AbortSignal): Promise<DoctorRow[]> {
  const row = createRowMaker(place.provider.name);
  const first = await sendGenuine(place, endpoint);
  const addresses = await Promise.all(
    listAddresses(endpoint).map(async (address) => ({ ...address, sent: await sendGenuine(place, address.url) })),
  );
  const reached = tellAddresses(row, first, addresses);
  if (first.status === null)
    return [reached, row('answer', 'Answer', 'unknown', 'Nothing answers, so nothing more can be said.')];
  if (first.code === 'redirect') {
    const { sentence, fix } = describeRedirect(endpoint, first);
    const end = await followRedirect(place, endpoint, first);
    return [reached, row('redirect', 'No redirect', 'fail', end === null ? sentence : `${sentence} ${end}`, fix)];
  }
  const other = await tryOtherSlash(place, endpoint, first);
  if (other !== null) {
    const says = `It answers ${first.status} at this address; the same delivery sent to ${other} is acknowledged.`;
    return [reached, row('path', 'Path', 'fail', says, `Give ${other} as the address.`)];
  }
  const more: SentProbe[] = [];
  for (let number = 1; number < TIMED && !signal?.aborted; number += 1) more.push(await sendGenuine(place, endpoint));
  const checked = await judgeCheck(place, row, signal);
  const isRefused = checked.some(({ id, verdict }) => id === 'check' && verdict === 'fail');
  return [
    reached,
    row('redirect', 'No redirect', 'ok', 'The address is the final one.'),
    ...checked,
    judgeStatus(place, row, first, isRefused),
    judgeSpeed(row, [first, ...more]),
    judgeClock(row, first),
    judgeContent(row, first),
    judgeConnection(row, first),
  ];
}

function judgeStatus(
  { provider, account }: Place,
  row: MakeRow,
  { code, status, sentence }: SentProbe,
  isRefused: boolean,
): DoctorRow {
  const title = 'Acknowledgement';
  const accepted = provider.deliveryRule(account).acceptedWords;
  if (code === 'acknowledged') return row('status', title, 'ok', `It answers ${status}; ${provider.title} accepts ${accepted}.`);
  if (isRefused)
    return row('status', title, 'unknown', 'It refuses the genuine delivery, so how it acknowledges one cannot be seen.');
  const fix = `Answer as ${provider.title} wants it (${accepted}) once the delivery is verified and stored; work on it afterwards.`;
  return row('status', title, 'fail', sentence, fix);
}

/** What the debugger finds, as three rows. */
async function judgeCheck(place: Place, row: MakeRow, signal: AbortSignal | undefined): Promise<DoctorRow[]> {
  const { provider } = place;
  if (!provider.diagnosis) {
    const says = `${provider.title} signs nothing, so what comes proves nothing: your app has to ask the API before it acts.`;
    return [row('check', CHECK, 'unknown', says)];
  }
  const report = await diagnose(place, { signal });
  // Half of the probes would name a cause that the rest rules out.
  if (signal?.aborted) return [row('check', CHECK, 'unknown', 'It was stopped before that could be told.')];
  const { isRight, cause, further } = report.diagnosis;
  const { concerns, sentence, fix } = cause;
  const isChecked = isRight || cause.id === WRONG_STATUS;
  const unknown = 'It cannot be told before the signature check is mended.';
  const judge = (id: string, title: string, isWell: boolean, isConcerned: boolean, says: string) =>
    isWell
      ? row(id, title, 'ok', says)
      : isConcerned
        ? row(id, title, 'fail', sentence, fix)
        : row(id, title, 'unknown', unknown);
  // What stands in a row of its own is said there.
  const elsewhere = concerns === 'body' ? 'raw body' : concerns === 'secret' ? 'secret' : null;
  return [
    isChecked
      ? row('check', CHECK, 'ok', 'It accepts what is genuine and refuses what is forged.')
      : elsewhere
        ? row(
            'check',
            CHECK,
            'fail',
            [`It ${cause.title}: see ${elsewhere}.`, ...further].join(' '),
            'Mend that, and look again.',
          )
        : row('check', CHECK, 'fail', [sentence, ...further].join(' '), fix),
    judge('raw-body', 'Raw body', isChecked, concerns === 'body', 'The bytes are verified as they were sent.'),
    judge('secret', 'Secret', showsSecret(report), concerns === 'secret', 'It has the secret that signs.'),
  ];
}

/** Whoever accepts something that this secret signed, and refuses what another one did, has it. */
function showsSecret({ diagnosis, probes }: DiagnosisReport): boolean {
  const isTaken = ({ status }: SentProbe) => status !== null && status >= 200 && status < 300;
  const forged = probes.find(({ probe }) => probe.id === 'forged');
  const { evidence, cause } = diagnosis;
  if (cause.concerns === 'secret' || forged === undefined || isTaken(forged)) return false;
  return cause.id === WRONG_STATUS || probes.some((sent) => evidence.includes(sent.probe.id) && isTaken(sent));
}
