export function ExchangeView({ seq }: { seq: number; compareWith: number | null }) {
  return <main>{seq}</main>;
}
