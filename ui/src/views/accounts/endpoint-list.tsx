import { Button, Input } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { TargetView } from '../../../../server/http/control/provider-replies.js';
import type { AccountView } from '../../../../server/http/control/replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { showUnseen } from '../../format/text.js';
import { CopyButton } from '../common/copy-button.js';
import { FieldProblem } from '../schema-form/field-notes.js';
import { useStage } from '../stage-context.js';
import classes from './endpoint-list.module.css';
import { EvidenceBadge } from './evidence-badge.js';
import { findTarget, TargetLight } from './target-light.js';
import type { ChangeSettings } from './use-account.js';

interface EndpointListProps {
  provider: string;
  setting: string;
  description: string;
  receivesEvents: boolean;
  about: AccountView['switches'][number] | null;
  urls: readonly string[];
  /** Something else is stored than counts now. */
  isPassing: boolean;
  targets: readonly TargetView[];
  onChange: ChangeSettings;
}

/** A list of addresses that can be added to, changed and shortened; what the stage refuses stays in its field. */
export function EndpointList(props: EndpointListProps) {
  const { provider, setting, description, receivesEvents, about, urls, isPassing, targets, onChange } = props;
  const { call } = useStage();
  const id = useId();
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const [typed, setTyped] = useState('');
  const [edited, setEdited] = useState<{ index: number; url: string; typed: string } | null>(null);

  // The list may become another one meanwhile: what is changed is the address, wherever it stands, and nothing when it is gone.
  const editedAt = edited === null ? -1 : urls[edited.index] === edited.url ? edited.index : urls.indexOf(edited.url);

  const save = async (next: readonly string[]) => {
    const refused = await onChange({ [setting]: [...next] });
    setFailure(refused);
    return refused === null;
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const url = typed.trim();
    if (url !== '' && (await save([...urls, url]))) setTyped('');
  };
  const saveEdited = async (event: FormEvent) => {
    event.preventDefault();
    if (!edited || editedAt < 0) return;
    if (await save(urls.map((url, index) => (index === editedAt ? edited.typed.trim() : url)))) setEdited(null);
  };
  const setBuiltIn = async () => {
    const bin = await call<{ url: string }>('GET', `/bins/${provider}`);
    if (bin.ok) await save([bin.value.url]);
    else setFailure(bin.failure);
  };
  return (
    <div className={classes.list}>
      <p className={classes.about} id={id}>
        {description} <code>{setting}</code>
      </p>
      {about && <EvidenceBadge evidence={about.evidence} source={about.source} />}
      {isPassing && (
        <p className={classes.about}>For a while only: the sample shop or a check run has its address here. It is not stored.</p>
      )}
      <ul className={classes.urls} aria-labelledby={id}>
        {urls.map((url, index) => {
          if (edited && editedAt === index)
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same address may stand in the list twice
              <li key={`${index} edited`}>
                <form className={classes.row} onSubmit={saveEdited}>
                  <Input
                    className={classes.field}
                    size="xs"
                    aria-label="Changed address"
                    autoFocus
                    value={edited.typed}
                    onChange={(event) => setEdited({ ...edited, typed: event.currentTarget.value })}
                  />
                  <Button type="submit" color="blue" size="compact-sm">
                    Save
                  </Button>
                  <Button variant="default" size="compact-sm" onClick={() => setEdited(null)}>
                    Cancel
                  </Button>
                </form>
              </li>
            );
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same address may stand in the list twice
            <li key={`${index} ${url}`} className={classes.row}>
              <TargetLight target={findTarget(targets, provider, setting, url)} />
              <code className={classes.url}>{showUnseen(url)}</code>
              <CopyButton text={url} subject={url} />
              <Button
                variant="default"
                size="compact-xs"
                aria-label={`Change ${url}`}
                onClick={() => setEdited({ index, url, typed: url })}
              >
                Change
              </Button>
              <Button
                variant="default"
                size="compact-xs"
                aria-label={`Remove ${url}`}
                onClick={() => save(urls.filter((_, other) => other !== index))}
              >
                Remove
              </Button>
            </li>
          );
        })}
        {urls.length === 0 && (
          <li className={classes.none}>{receivesEvents ? 'None: events happen and nobody is told.' : 'None.'}</li>
        )}
      </ul>
      <form className={classes.row} onSubmit={add}>
        <Input
          className={classes.field}
          size="xs"
          aria-label={`Add to ${setting}`}
          placeholder="http://localhost:3000/…"
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" size="compact-sm">
          Add
        </Button>
        {receivesEvents && !urls.some((url) => url.includes('/_paystage/bin/')) && (
          <Button variant="default" size="compact-sm" onClick={setBuiltIn}>
            Built-in receiver instead
          </Button>
        )}
      </form>
      <FieldProblem id={`${id}-problem`} message={failure?.message ?? null} hint={failure?.hint} />
    </div>
  );
}
