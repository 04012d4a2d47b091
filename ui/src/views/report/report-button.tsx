import { Button } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { buildReport } from '../../report/build-report.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { CopyButton } from '../common/copy-button.js';
import { saveFile } from '../common/save-file.js';
import { useStage } from '../stage-context.js';

/** The story of a payment as one HTML file for a ticket, copied or saved; secrets are taken out. */
export function ReportButton({ story }: { story: PaymentStory }) {
  const { providers, isReadOnly } = useStage();
  const make = useCallbackRef(() =>
    buildReport({
      story,
      provider: providers.find(({ name }) => name === story.provider)?.title ?? story.provider ?? '',
      // Of every provider: a message may carry another one's header.
      secrets: {
        headers: providers.flatMap(({ secretHeaders }) => secretHeaders),
        fields: providers.flatMap(({ secretFields }) => secretFields),
      },
      link: isReadOnly ? '' : `${location.origin}/?payment=${encodeURIComponent(story.paymentId)}`,
      madeAt: new Date(),
    }),
  );
  return (
    <>
      <CopyButton text={() => Promise.resolve(make())} subject="report of this payment as HTML" label="Copy report" />
      <Button
        variant="subtle"
        size="compact-xs"
        title="One HTML file, secrets removed"
        onClick={() => saveFile(`payment-${story.paymentId}.html`, 'text/html', make())}
      >
        Save report
      </Button>
    </>
  );
}
