import { DrillRefusedError, type Drills } from '@smartscale/simulator';
import type { ControlAnswer, ControlRequest } from './messages.ts';

/** How a simulated fleet answers. */
export function answerFor(drills: Drills): (request: ControlRequest) => ControlAnswer {
  return (asked) => {
    try {
      return { ok: true, answer: asked.ask === 'report' ? drills.report() : drills.begin(asked.request) };
    } catch (error) {
      if (error instanceof DrillRefusedError) return { ok: false, problem: error.message };
      throw error;
    }
  };
}
