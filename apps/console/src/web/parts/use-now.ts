import { useEffect, useState } from 'preact/hooks';

const EVERY_MILLISECONDS = 1_000;

/** Draws again each second, for what counts down. */
export function useNow(): void {
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((times) => times + 1), EVERY_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
}
