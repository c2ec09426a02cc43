import type { Policy } from '@smartscale/events';

export type PolicyChange = { readonly knob: string; readonly from: unknown; readonly to: unknown };

/** The knobs that differ, by their path in the file, in the order of the policy. */
export function policyChanges(from: Policy, to: Policy): readonly PolicyChange[] {
  return differences(from, to, '');
}

function differences(from: unknown, to: unknown, path: string): readonly PolicyChange[] {
  if (isGroup(from) && isGroup(to)) {
    return Object.keys(to).flatMap((key) => differences(from[key], to[key], path === '' ? key : `${path}.${key}`));
  }
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ knob: path, from, to }];
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
