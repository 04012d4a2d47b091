import type { CheckEvidence } from '../../protocol/check-records.js';
import { anyOrderAdvice } from '../advice/states.js';
import type { Check, Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import { InconclusiveError } from '../exam/inconclusive-error.js';
import type { Genuine, Order } from '../exam/order.js';
import { readCallback } from './callback-addresses.js';
import { findOpenObstacle } from './obstacles.js';
import { countPermutations, listPermutations } from './permutations.js';

/** Requests that checks with an operator need afterwards. */
const LEFT_FOR_OPERATOR = 10;
/** Of one trial in which the news come far apart. */
const LATE_REQUESTS = 2;
const EVENTS = 4;
const TOO_FEW = 'too few requests are left to try two orders; raise --max-requests';
const ACT_LIMIT_MS = 2_000;
/** Orders whose events are sent at the same time. */
const SIDE_BY_SIDE = 4;

export const ord1: Check = {
  id: 'ORD-1',
  title: 'Whatever the order of the news, the end is the same',
  severity: 'high',
  advice: anyOrderAdvice,
  findObstacle: findOpenObstacle,
  // Every order is one more trial, so it takes what the others leave.
  isLast: true,
  run: judgeOrders,
};

/** One piece of news about a payment. */
interface News {
  name: string;
  saysPaid: boolean;
  /** False when the app did not take it: the provider would send it again. */
  tell(): Promise<boolean>;
}

interface Trial {
  order: Order;
  news: readonly News[];
  /** In the order in which they came. */
  names: string;
}

async function judgeOrders(exam: Exam): Promise<Finding> {
  if (!exam.hasProbe) throw new InconclusiveError('the end of an order cannot be seen without --probe');
  const first = await prepare(exam);
  const count = first.news.length;
  const all = countPermutations(count);
  const leftForOperator = exam.hasOperator ? LEFT_FOR_OPERATOR : 0;
  const kept = leftForOperator + LATE_REQUESTS;
  const permutations = listPermutations(count, Math.min(all, Math.floor((exam.budget.left - kept) / count)));
  if (permutations.length < 2) throw new InconclusiveError(TOO_FEW);
  const trials: Trial[] = [];
  for (const permutation of permutations) {
    const { order, news } = trials.length === 0 ? first : await prepare(exam);
    const ordered = permutation.flatMap((index) => news[index] ?? []);
    trials.push({ order, news: ordered, names: ordered.map(({ name }) => name).join(', ') });
  }
  const late = exam.profile.paths.open ? await prepareLate(exam) : null;
  const waiting = trials.values();
  // What an app does not take comes again, and nobody knows beforehand how often: that may use up what the last trials need.
  const told = new Set<Trial>();
  const work = async () => {
    for (const trial of waiting) if (await tellAll(trial, () => exam.budget.left > kept)) told.add(trial);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  const tried = told.size;
  // At last, so that the others leave it what is kept for it.
  if (late !== null && (await tellAll(late, () => exam.budget.left > leftForOperator))) told.add(late);
  const [natural] = trials;
  if (natural === undefined || !told.has(natural) || tried < 2) throw new InconclusiveError(TOO_FEW);
  if ((await natural.order.waitForAct()) === false)
    throw new InconclusiveError(
      `the probe does not show that the app acted when the news came in their natural order${exam.hasCreate ? '' : '; if it only takes orders of its own, add --create'}`,
    );
  await first.order.settle();
  const evidence: CheckEvidence[] = [];
  for (const { order, names } of [...trials, ...(late ? [late] : [])].filter((trial) => told.has(trial)))
    evidence.push(await judgeEnd(order, names));
  const wrong = evidence.filter(({ isMet }) => !isMet);
  const isLateTold = late !== null && told.has(late);
  const what = `${sayTried(tried, all)} of ${count} messages${isLateTold ? ', and with the event long after the return of the browser' : ''}`;
  const [odd] = wrong;
  if (odd) {
    return {
      verdict: 'fail',
      sentence: `The app was told of payments in ${what}; after ${odd.name} ${odd.seen}${wrong.length > 1 ? `, and ${wrong.length - 1} more orders end wrongly` : ''}.`,
      evidence,
    };
  }
  return { verdict: 'pass', sentence: `The app was told of payments in ${what}, and each was paid once at the end.`, evidence };
}

function sayTried(tried: number, all: number): string {
  return tried === all ? `all ${all} orders` : `${tried} of ${all} orders (as many as the requests of the run allow)`;
}

/** The browser is back at once, and the money comes days later: for the app that is a while in which nothing is paid. */
async function prepareLate(exam: Exam): Promise<Trial> {
  const order = await exam.order();
  await order.play('open');
  const url = (await readCallback(exam)).success(order.payment);
  const back = async () => (await order.open(url, 'the return of the browser, before the money came')).status !== null;
  let event: Genuine | null = null;
  const settled = async () => {
    if (event === null) {
      await order.settle();
      event = order.findPaid(await order.play('settled'));
    }
    return (await order.send(event, `event ${event.status}, long after the browser`)).isTaken;
  };
  const news: News[] = [
    { name: 'the return of the browser', saysPaid: false, tell: back },
    { name: 'the event long after it', saysPaid: true, tell: settled },
  ];
  return { order, news, names: 'the return of the browser, and the event long after it' };
}

async function prepare(exam: Exam): Promise<{ order: Order; news: News[] }> {
  const order = await exam.order();
  const events = await order.play(exam.profile.paths.challenged ? 'challenged' : 'paid');
  const news = pickSpread(events).map((event) => toNews(order, event, exam.meansPaid(event)));
  if (exam.profile.callback) {
    const url = (await readCallback(exam)).success(order.payment);
    const name = 'the return of the browser';
    news.push({ name, saysPaid: false, tell: async () => (await order.open(url, name)).status !== null });
  }
  // What says paid stands last, whatever else tells of it.
  return { order, news: news.toSorted((one, other) => Number(one.saysPaid) - Number(other.saysPaid)) };
}

function toNews(order: Order, event: Genuine, saysPaid: boolean): News {
  const name = `event ${event.status}`;
  return { name, saysPaid, tell: async () => (await order.send(event, name)).isTaken };
}

/** The first and the last ones: what is between them says nothing new. */
function pickSpread(events: readonly Genuine[]): readonly Genuine[] {
  if (events.length <= EVENTS) return events;
  const half = EVENTS / 2;
  return [...events.slice(0, half), ...events.slice(-half)];
}

/** What the app did not take comes again, as the provider would send it. @returns false when not all of it could be told. */
async function tellAll({ order, news }: Trial, mayTell: () => boolean): Promise<boolean> {
  const again: News[] = [];
  for (const one of news) {
    if (!mayTell()) return false;
    if (!(await one.tell())) again.push(one);
    // Messages come apart, not at the same moment: what the app does about the end is done before the next one.
    else if (one.saysPaid) await order.waitForAct(ACT_LIMIT_MS);
  }
  for (const one of again) {
    if (!mayTell()) return false;
    await one.tell();
  }
  return true;
}

async function judgeEnd(order: Order, name: string): Promise<CheckEvidence> {
  const result = await order.ask();
  const { isPaid, count } = { isPaid: result?.isPaid ?? null, count: result?.count ?? null };
  if (isPaid === null && count === null)
    throw new InconclusiveError('the probe says neither whether the order is paid nor how often the app acted');
  const isMet = isPaid !== false && (count === null || count === 1);
  const seen =
    isPaid === false || count === 0
      ? 'the order was not paid'
      : `the app had acted ${count === 1 || count === null ? 'once' : `${count} times`}`;
  return { name, seq: null, expected: 'the order is paid, once', seen, isMet };
}
