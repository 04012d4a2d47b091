import { useEffect, useRef, useState } from 'react';

/** Whether the set-up stands beside the list: from the start when nothing has happened yet, later when somebody asks. */
export function useStageOpen(isConnected: boolean, isEmpty: boolean): [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(false);
  const isDecided = useRef(false);
  useEffect(() => {
    if (!isConnected || isDecided.current) return;
    isDecided.current = true;
    if (isEmpty) setOpen(true);
  }, [isConnected, isEmpty]);
  return [isOpen, setOpen];
}
