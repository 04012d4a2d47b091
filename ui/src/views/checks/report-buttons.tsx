import { Button } from '@mantine/core';
import { useState } from 'react';
import { PopoverMenu } from '../common/popover-menu.js';
import { saveFile } from '../common/save-file.js';
import { FieldProblem } from '../schema-form/field-notes.js';
import { useStage } from '../stage-context.js';
import classes from './checks-view.module.css';

const FORMS = [
  { form: 'html', extension: 'html', type: 'text/html', label: 'HTML, for a ticket' },
  { form: 'json', extension: 'json', type: 'application/json', label: 'JSON, for programs' },
  { form: 'junit', extension: 'xml', type: 'application/xml', label: 'JUnit XML, for a build server' },
] as const;

/** The run as a file, with everything that was sent and answered. */
export function ReportButtons({ runId }: { runId: string }) {
  const { authHeaders } = useStage();
  const [problem, setProblem] = useState<string | null>(null);
  const save = async ({ form, extension, type }: (typeof FORMS)[number]) => {
    setProblem(null);
    try {
      const path = `/_paystage/api/check-runs/${encodeURIComponent(runId)}/report?form=${form}`;
      const reply = await fetch(path, { headers: authHeaders, cache: 'no-store' });
      if (!reply.ok) return setProblem(await readMessage(reply));
      saveFile(`paystage-${runId}.${extension}`, type, await reply.text());
    } catch {
      setProblem('The stage did not answer. See whether it still runs.');
    }
  };
  return (
    <>
      <PopoverMenu label="Save report">
        {(close) => (
          <div className={classes.choices}>
            {FORMS.map((choice) => (
              <Button
                key={choice.form}
                variant="default"
                size="compact-sm"
                onClick={() => {
                  close();
                  void save(choice);
                }}
              >
                {choice.label}
              </Button>
            ))}
          </div>
        )}
      </PopoverMenu>
      <FieldProblem id="check-report-problem" message={problem} />
    </>
  );
}

async function readMessage(reply: Response): Promise<string> {
  const said = (await reply.json().catch(() => null)) as { error?: { message?: string } } | null;
  return said?.error?.message ?? `The stage answered ${reply.status}.`;
}
