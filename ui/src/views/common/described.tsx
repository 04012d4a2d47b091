import { InputWrapperContext } from '@mantine/core';
import { type ReactNode, use, useMemo } from 'react';

interface DescribedProps {
  /** Ids of the elements that tell more about the field; undefined: none does. */
  by: string | undefined;
  children: ReactNode;
}

/** Mantine's fields drop an `aria-describedby` of their own and take the one of what is around them. */
export function Described({ by, children }: DescribedProps) {
  const around = use(InputWrapperContext);
  const value = useMemo(() => ({ ...around, describedBy: by }), [around, by]);
  return <InputWrapperContext value={value}>{children}</InputWrapperContext>;
}
