/** A record of a DynamoDB stream: the part that is used. `NewImage` holds DynamoDB's own typed values. */
export type StreamRecord = {
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    readonly ApproximateCreationDateTime?: number;
    readonly Keys?: AttributeMap;
    readonly NewImage?: AttributeMap;
  };
};

export type AttributeMap = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
