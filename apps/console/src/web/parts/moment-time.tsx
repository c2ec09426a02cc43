import { local, utc } from '../format/time.ts';

type Props = { readonly at: number | string; readonly form?: 'clock' | 'second' | 'day' | 'full' };

/** A moment on the wall clock of this machine; UTC on hover and for programs. */
export function MomentTime({ at, form = 'clock' }: Props) {
  const milliseconds = typeof at === 'number' ? at : Date.parse(at);
  return (
    <time dateTime={new Date(milliseconds).toISOString()} title={utc(milliseconds)}>
      {local(milliseconds, form)}
    </time>
  );
}
