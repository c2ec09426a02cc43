import type { Change } from '@smartscale/events';
import { imageOf, itemOf } from '@smartscale/events/dynamodb/item';

/** An event of the store as the table's stream would show it: the item that the DynamoDB store writes, in DynamoDB's own typed values. */
export function streamRecord({ sequence, event }: Change): object {
  const SequenceNumber = String(sequence);
  const { pk, sk, ...rest } = imageOf(itemOf(event));
  const Keys = { pk, sk };
  return {
    eventID: SequenceNumber,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'local',
    dynamodb: {
      ApproximateCreationDateTime: Date.parse(event.recordedAt) / 1_000,
      Keys,
      NewImage: { ...Keys, ...rest },
      SequenceNumber,
      StreamViewType: 'NEW_IMAGE',
    },
  };
}
