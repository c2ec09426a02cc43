/** Factors of the suffixes of a Kubernetes quantity. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const SUFFIXES: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/;

/** Reads a quantity such as `250m`, `1Gi`, `1.5` or `2e3` as a number of cores or bytes. Null for what is none. */
export function parseQuantity(text: string): number | null {
  const match = QUANTITY.exec(text);
  if (!match) return null;
  const [, digits = '', exponent = '', suffix = ''] = match;
  // Divided where the factor is a fraction: 250 / 1000 is exact, 250 * 0.001 is not.
  const factor = SUFFIXES[suffix] ?? 1;
  const number = Number(`${digits}${exponent}`);
  return factor < 1 ? number / Math.round(1 / factor) : number * factor;
}
