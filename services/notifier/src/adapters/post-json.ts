export type HttpAnswer = {
  readonly status: number;
  /** Seconds, as a whole number; null when the header is missing or a date. */
  readonly retryAfterSeconds: number | null;
  readonly body: string;
};

/** Enough for every answer of Slack that we read; the rest is not looked at. */
const MAX_BODY_CHARACTERS = 20_000;

/**
 * Posts JSON once. Follows no redirect: the address, or the token beside it, is a secret. Where there is no answer a sentence that says why
 * and holds neither.
 */
export async function postJson(
  address: string,
  content: unknown,
  options: { readonly timeoutSeconds: number; readonly authorization?: string },
): Promise<HttpAnswer | string> {
  const { timeoutSeconds, authorization } = options;
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify(content),
      signal: AbortSignal.timeout(timeoutSeconds * 1_000),
      redirect: 'manual',
    });
    const body = (await response.text()).slice(0, MAX_BODY_CHARACTERS);
    return { status: response.status, retryAfterSeconds: secondsOf(response.headers.get('retry-after')), body };
  } catch (error) {
    return `Slack gave no answer: ${whyNot(error, timeoutSeconds)}`;
  }
}

function secondsOf(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
}

/** The cause without its message, which may hold the address. */
function whyNot(error: unknown, timeoutSeconds: number): string {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  return name === 'TimeoutError' ? `nothing within ${timeoutSeconds} s` : (cause?.code ?? name);
}
