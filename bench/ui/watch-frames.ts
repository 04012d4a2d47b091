import type { Page } from 'playwright-core';

/** What the page did while it was watched. */
export interface FrameSamples {
  /** Times between two frames, ms. */
  frameMs: number[];
  /** The newest record in the document at points in time, epoch ms. */
  seen: [seq: number, atMs: number][];
}

interface Watch {
  stop(): FrameSamples;
}

declare global {
  interface Window {
    frameWatch?: Watch;
  }
}

/** Counts frames from now on. `isScrolling`: moves the list by a page of lines with every frame, up and down through all it holds. */
export async function watchFrames(page: Page, isScrolling: boolean): Promise<void> {
  await page.evaluate((scrolls) => {
    const frameMs: number[] = [];
    const seen: [number, number][] = [];
    const list = document.querySelector<HTMLElement>('[role=listbox]');
    let lastMs = performance.now();
    let direction = -1;
    let isOver = false;
    const step = (nowMs: number) => {
      if (isOver) return;
      frameMs.push(nowMs - lastMs);
      lastMs = nowMs;
      if (scrolls && list) {
        if (list.scrollTop <= 0) direction = 1;
        else if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) direction = -1;
        list.scrollTop += direction * list.clientHeight * 8;
      } else {
        const id = list?.querySelector('[role=option]:last-of-type')?.id;
        let newest = 0;
        for (const row of list?.querySelectorAll('[role=option]') ?? []) newest = Math.max(newest, Number(row.id.slice(7)));
        if (id !== undefined && newest > 0) seen.push([newest, Date.now()]);
      }
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    window.frameWatch = {
      stop() {
        isOver = true;
        return { frameMs: frameMs.slice(2), seen };
      },
    };
  }, isScrolling);
}

/** Ends the watch. @throws Error when there was none. */
export async function readFrames(page: Page): Promise<FrameSamples> {
  return page.evaluate(() => {
    if (!window.frameWatch) throw new Error('Nobody watches the frames.');
    return window.frameWatch.stop();
  });
}
