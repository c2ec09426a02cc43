import { MomentTime } from './moment-time.tsx';

const TIMESTAMP = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence as it was recorded, its timestamps on the wall clock of this machine. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <>
      {text
        .replaceAll(' -> ', ' → ')
        .split(TIMESTAMP)
        .map((part, index) => (TIMESTAMP.test(part) ? <MomentTime key={index} at={part} /> : part))}
    </>
  );
}
