export function PaymentView({ paymentId }: { paymentId: string }) {
  return <main>{paymentId}</main>;
}
