import type { MiddlewareHandler } from 'hono';

/** No inline script or style, nothing from elsewhere, no frame around it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost']);

/**
 * Lets only this machine's own pages ask, and only read. A foreign site whose name is pointed at 127.0.0.1 (DNS rebinding) sends its
 * own name in `Host`.
 */
export function guard(): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    if (!isLocalHost(host)) {
      return context.json(
        { error: 'host', message: `"${host}" is not this console: open it as http://127.0.0.1 with its port` },
        421,
      );
    }
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      return context.json({ error: 'method', message: 'the console only reads: use GET' }, 405, { allow: 'GET, HEAD' });
    }
    // A page of another site may send a GET here and not read its answer: it has no business to send it at all.
    if (context.req.header('sec-fetch-site') === 'cross-site' && context.req.path.startsWith('/api/')) {
      return context.json({ error: 'site', message: 'only the console itself may ask' }, 403);
    }
    await next();
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
    return undefined;
  };
}

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Whether a `Host` header names this machine, whatever the port. */
export function isLocalHost(host: string): boolean {
  return LOCAL_HOSTS.has(host.replace(/:\d{1,5}$/, ''));
}
