import { hideCredentialsOfUrls } from '../domain/url-credentials.js';
import type { HarnessOptions } from '../index.js';
import { describeStack } from './describe-stack.js';
import type { Output } from './output.js';
import type { TargetNews } from './target-watch.js';
import { toTerminalText } from './terminal-text.js';

type OnNotice = NonNullable<HarnessOptions['onNotice']>;

/** Tells what is no record: notices of the harness, and whether somebody listens on the targets. */
export interface StageReporter extends TargetNews {
  notice: OnNotice;
}

export function createStageReporter(output: Output, isJson: boolean): StageReporter {
  let lastNotice = '';
  return {
    notice({ level, message, detail }) {
      // A page that tries again and again would fill the terminal with one line.
      if (message === lastNotice) return;
      lastNotice = message;
      const reason = detail instanceof Error ? hideCredentialsOfUrls(detail.message) : undefined;
      if (isJson) return output.json({ type: 'notice', level, message, detail: reason });
      const text = `${level}: ${toTerminalText(message)}${reason === undefined ? '' : ` (${toTerminalText(reason)})`}`;
      output.note(level === 'info' ? text : output.paint(level === 'error' ? 'bad' : 'warn', text));
      if (process.env.PAYSTAGE_DEBUG === '1' && detail instanceof Error)
        for (const line of describeStack(detail)) output.note(line);
    },
    target(hostAndPort, isUp, isFirst) {
      if (isJson) return output.json({ type: 'target', target: hostAndPort, isListening: isUp });
      const name = toTerminalText(hostAndPort, 300);
      if (isUp) output.line(`  ${output.paint('good', isFirst ? `${name} is listening` : `${name} is listening now`)}`);
      else if (isFirst) output.line(`  ${output.paint('warn', `nobody listens on ${name} yet; deliveries will be retried`)}`);
      else output.line(`  ${output.paint('warn', `nobody listens on ${name} any more; deliveries will be retried`)}`);
    },
    refusedTarget(hostAndPort, reason) {
      if (isJson) output.json({ type: 'target', target: hostAndPort, refused: reason });
      else output.line(`  ${output.paint('warn', toTerminalText(`deliveries are refused: ${reason}`, 400))}`);
    },
  };
}
