import { whyNotAsked } from '../doctor/why-not-asked.ts';
import { UsageError } from '../exit.ts';

/** What AWS answers; UsageError with what to do about it when it refuses or cannot be reached. */
export async function askAws<Answer>(right: string, asked: () => Promise<Answer>): Promise<Answer> {
  try {
    return await asked();
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const { found, toDo } = whyNotAsked(cause, right);
    throw new UsageError(`AWS was not drilled: ${found}: ${toDo}`, { cause });
  }
}
