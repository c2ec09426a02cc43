import type { Change } from '@smartscale/events';

const DAY_LENGTH = 'yyyy-mm-dd'.length;
const POSITION_DIGITS = 12;

/** An event of the store as the table's stream would show it: the item that the DynamoDB store writes, in DynamoDB's own typed values. */
export function streamRecord({ sequence, event }: Change): object {
  const sequenceText = String(sequence);
  return {
    eventID: sequenceText,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'local',
    dynamodb: {
      ApproximateCreationDateTime: Date.parse(event.recordedAt) / 1_000,
      Keys: { pk: { S: event.stream }, sk: { N: String(event.position) } },
      NewImage: {
        pk: { S: event.stream },
        sk: { N: String(event.position) },
        id: { S: event.id },
        type: { S: event.type },
        schemaVersion: { N: String(event.schemaVersion) },
        clusterId: { S: event.clusterId },
        occurredAt: { S: event.occurredAt },
        recordedAt: { S: event.recordedAt },
        correlationId: { S: event.correlationId },
        causationId: { S: event.causationId },
        data: { S: JSON.stringify(event.data) },
        day: { S: `${event.clusterId}#${event.recordedAt.slice(0, DAY_LENGTH)}` },
        time: { S: `${event.recordedAt}#${event.stream}#${String(event.position).padStart(POSITION_DIGITS, '0')}` },
      },
      SequenceNumber: sequenceText,
      StreamViewType: 'NEW_IMAGE',
    },
  };
}
