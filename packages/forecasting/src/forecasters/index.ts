import type { Forecaster } from './forecaster.ts';
import { seasonalLevel } from './seasonal-level.ts';
import { brief, naive, seasonalNaive } from './simple.ts';

/** All forecasters there are, by no particular order. */
export const FORECASTERS: readonly Forecaster[] = [brief, seasonalNaive, naive, seasonalLevel];
