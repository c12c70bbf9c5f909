// Test tiers: `unit` in seconds, `stories` over HTTP on both databases, `faults` with kills, `browser` with Chromium and the real SDKs.
import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], more: Record<string, unknown> = {}) => ({
  test: { name, include, environment: 'node', ...more },
});

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      project(
        'unit',
        ['packages/**/*.test.ts', 'server/src/**/*.test.ts', 'tests/*.test.ts', 'demo/**/*.test.ts', 'eval/*.test.ts', 'docs/*.test.ts'],
        {
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      ),
      project('stories', ['tests/stories/**/*.test.ts', 'tests/data/**/*.test.ts'], {
        testTimeout: 180_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      }),
      project('corpus', ['tests/corpus/**/*.test.ts'], { testTimeout: 300_000, hookTimeout: 120_000, fileParallelism: false }),
      project('faults', ['tests/faults/**/*.test.ts'], { testTimeout: 300_000, hookTimeout: 120_000, fileParallelism: false }),
      project('browser', ['tests/sdk/**/*.test.ts', 'tests/browser/**/*.test.ts'], {
        testTimeout: 300_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      }),
    ],
  },
});
