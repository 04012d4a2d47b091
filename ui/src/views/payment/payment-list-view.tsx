export function PaymentListView() {
  return <main>Payments</main>;
}
