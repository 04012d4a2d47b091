import { Button, CloseButton } from '@mantine/core';
import { useRef } from 'react';
import type { Notice } from '../../state/notices.js';
import banner from '../common/banner.module.css';
import { useKeptFocus } from '../common/use-kept-focus.js';
import classes from './notice-list.module.css';

interface NoticeListProps {
  notices: readonly Notice[];
  isTokenNeeded: boolean;
  onDismiss(id: number): void;
}

/** Banners rather than passing toasts: whoever comes back to the tab later must still see them. */
export function NoticeList({ notices, isTokenNeeded, onDismiss }: NoticeListProps) {
  const listRef = useRef<HTMLDivElement>(null);
  useKeptFocus(listRef);
  return (
    <div ref={listRef} role="log" aria-label="Notices" className={classes.list}>
      {isTokenNeeded && (
        <div className={banner.banner} data-level="warning">
          <span className={banner.what}>
            This stage asks for a token. Open the page with the address that was printed at the start; it ends in #token=…
          </span>
        </div>
      )}
      {notices.map((notice) => (
        <div key={notice.id} className={banner.banner} data-level={notice.level}>
          <span className={banner.what}>{notice.text}</span>
          {notice.canReload && (
            <Button variant="default" size="compact-xs" onClick={() => location.reload()}>
              Reload the page
            </Button>
          )}
          <CloseButton size="sm" aria-label="Dismiss this notice" onClick={() => onDismiss(notice.id)} />
        </div>
      ))}
    </div>
  );
}
