/** 有舞台的各章：程序和布置，用到才下载。可以改的源码在 `sources.ts`。 */
import type { CompiledModule } from '../../../../lab/index.ts';
import type { ExperimentParts, Scene } from '../model/scene.ts';

interface ChapterParts {
  scene: Scene;
  modules: CompiledModule[];
  loadExperiments: () => Promise<ExperimentParts>;
}

export const chapters: Record<string, () => Promise<ChapterParts>> = {
  '01-udp': () => import('./01-udp.programs.ts'),
  '02-tcp': () => import('./02-tcp.programs.ts'),
  '03-framing': () => import('./03-framing.programs.ts'),
  '04-closing': () => import('./04-closing.programs.ts'),
  '05-pinger': () => import('./05-pinger.programs.ts'),
  '06-addresses': () => import('./06-addresses.programs.ts'),
};
