export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  /** A PATCH is a JSON merge patch. */
  readonly body?: unknown;
};

export type ApiAnswer = {
  readonly status: number;
  /** Of the Retry-After header, when it holds whole seconds. */
  readonly retryAfterSeconds: number | null;
  /** JSON, or the text itself when it is none. */
  readonly body: unknown;
};

/** Sends one request and reads the whole answer, whatever its status. Throws KubernetesError when there is none. */
export type Transport = (request: ApiRequest) => Promise<ApiAnswer>;
