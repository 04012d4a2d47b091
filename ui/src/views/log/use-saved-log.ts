import { useCallback, useMemo, useRef, useState } from 'react';
import { goTo } from '../../routing/use-place.js';
import { createPageStore, type PageStore } from '../../state/page-store.js';
import { createFrameSchedule } from '../../stream/frame-batcher.js';
import { checkSavedLog, createSavedStream, SavedLogError } from '../../stream/saved-log.js';
import { rememberOpenLog } from './open-log-name.js';

/** Opens and closes saved logs. */
export interface SavedLogDoor {
  /** Resolves with what is wrong with the file, in words, or null. */
  open(file: File): Promise<string | null>;
  close(): void;
  /** Name of the saved log that was open before the page was loaded anew; null when there is none to open again. */
  lostName: string | null;
  forgetLost(): void;
}

export interface SavedLog {
  /** Another one for each log that is opened, also where it is the same file again. */
  id: number;
  store: PageStore;
}

/** The saved log that is shown in place of the stage; null while none is. `lostLog`: the one that was open before a reload. */
export function useSavedLog(lostLog: string | null): [saved: SavedLog | null, door: SavedLogDoor] {
  const [saved, setSaved] = useState<SavedLog | null>(null);
  /** What is read although nobody sees it would go on for as long as the file is. */
  const openStore = useRef<PageStore | null>(null);
  const [lostName, setLostName] = useState(lostLog);
  const open = useCallback(async (file: File) => {
    try {
      await checkSavedLog(file);
    } catch (error) {
      return error instanceof SavedLogError ? error.message : `The file cannot be read: ${String(error)}`;
    }
    const chunks = file.stream().pipeThrough(new TextDecoderStream());
    goTo({ view: 'live' }, {});
    rememberOpenLog(file.name);
    setLostName(null);
    openStore.current?.close();
    const store = createPageStore(createSavedStream(file.name, readChunks(chunks)), createFrameSchedule());
    openStore.current = store;
    setSaved((before) => ({ id: (before?.id ?? 0) + 1, store }));
    return null;
  }, []);
  const close = useCallback(() => {
    goTo({ view: 'live' }, {});
    rememberOpenLog(null);
    openStore.current?.close();
    openStore.current = null;
    setSaved(null);
  }, []);
  const forgetLost = useCallback(() => setLostName(null), []);
  return [saved, useMemo(() => ({ open, close, lostName, forgetLost }), [open, close, lostName, forgetLost])];
}

/** As an async iterable, which the stream itself is not in every browser. */
async function* readChunks(stream: ReadableStream<string>): AsyncGenerator<string> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops reading lets go of the file.
    await reader.cancel();
  }
}
