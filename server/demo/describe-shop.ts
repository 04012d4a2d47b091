import type { DemoShopView } from '../http/control/demo-replies.js';
import type { Provider } from '../providers/provider.js';

/** The addresses of the sample shop, as the checks want to know them; the same pattern for every provider. */
export function describeShop(url: string, providers: Iterable<Provider>): DemoShopView {
  return {
    url,
    // Of what is signed, more can be broken: a newcomer begins there.
    providers: [...providers]
      .sort((one, other) => Number(isSigned(other)) - Number(isSigned(one)))
      .flatMap(({ name, exam }) => {
        if (!exam) return [];
        const id = 'payment-id';
        const names = exam.nameValues({ id, reference: '', amountMinor: 0, currency: '', details: {} });
        const idName = Object.entries(names).find(([, value]) => value === id)?.[0] ?? 'id';
        return {
          name,
          endpoint: endpointOf(url, name),
          probe: `${url}/orders/{${idName}}`,
          create: `${url}/buy/${name}`,
          callback: exam.callback ? `${url}/checkout/callback` : null,
        };
      }),
  };
}

function isSigned({ signatureHeaders }: Provider): boolean {
  return signatureHeaders.length > 0;
}

/** Where the shop takes the events of a provider. */
export function endpointOf(url: string, provider: string): string {
  return `${url}/webhooks/${provider}`;
}
