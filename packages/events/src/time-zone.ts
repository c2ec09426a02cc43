import * as z from 'zod';

/** The IANA name of a time zone that this machine knows. */
export const timeZone = () =>
  z.string().refine(isTimeZone, {
    error: ({ input }) => `there is no time zone "${String(input)}": write an IANA name such as Asia/Kolkata`,
  });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
