/** Base of every error that this package throws on purpose. Thrown out of a handler, it makes the delivery fail and be repeated. */
export class LambdaShellError extends Error {
  override readonly name: string = 'LambdaShellError';
}

/** A delivery is not what this handler is wired to receive: no event of the bus, or data that fails its schema. */
export class UnreadableDeliveryError extends LambdaShellError {
  override readonly name = 'UnreadableDeliveryError';
}

/** A scheduled invocation does not say which tick it is. */
export class UnreadableTickError extends LambdaShellError {
  override readonly name = 'UnreadableTickError';
}
