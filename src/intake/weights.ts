/** Log-odds against `focused`, per unit of a feature: [sequential, parallel]. Written by scripts/fit-intake.ts. */
export const weights: Readonly<Record<string, readonly [number, number]>> = {
  bias: [-0.6, -2],
};
