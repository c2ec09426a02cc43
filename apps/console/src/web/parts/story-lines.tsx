import type { StoryLine } from '../../server/views/story.ts';
import { NodeLink } from './links.tsx';
import { MomentTime } from './moment-time.tsx';
import { Prose } from './prose.tsx';

/** Events in order of time, each a line for people. */
export function StoryLines({ lines, self }: { readonly lines: readonly StoryLine[]; readonly self?: string }) {
  return (
    <ol class="story">
      {lines.map(({ id, at, type, text, nodeId }) => (
        <li key={id}>
          <MomentTime at={at} form="second" />
          <span title={type}>
            {nodeId !== null && text.startsWith(nodeId) ? (
              <>
                {nodeId !== self && <NodeLink id={nodeId} />}
                <Prose text={text.slice(nodeId.length)} />
              </>
            ) : (
              <Prose text={text} />
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
