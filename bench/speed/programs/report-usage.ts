/** Loaded before a program that is measured: tells what it has used, when asked. */
import { answerOrders } from './answer-orders.js';

answerOrders({
  usage: () => {
    const { user, system } = process.cpuUsage();
    return { cpuUs: user + system, rssBytes: process.memoryUsage.rss() };
  },
});
