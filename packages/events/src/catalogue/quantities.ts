import * as z from 'zod';

export const count = z.number().int().min(0);
export const percent = z.number().min(0);
export const quantity = z.number().min(0);
export const position = z.number().int().min(1);
export const text = z.string().max(2_000);
export const capacityType = z.enum(['spot', 'on-demand']);

/** `count` pods that each request `cores` and `bytes`. */
export const podSize = () => z.strictObject({ cores: quantity, bytes: quantity, count });
