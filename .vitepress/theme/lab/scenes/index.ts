/** 有舞台的各章：程序和布置、可以改的源码，各自用到才下载。 */
import type { CompiledModule } from '../../../../lab/index.ts';
import type { ExperimentParts, Scene } from '../model/scene.ts';

interface ChapterParts {
  scene: Scene;
  modules: CompiledModule[];
  loadExperiments: () => Promise<ExperimentParts>;
}

interface Chapter {
  programs: () => Promise<ChapterParts>;
  sources: () => Promise<{ sources: Record<string, string> }>;
}

export const chapters: Record<string, Chapter> = {
  '01-udp': { programs: () => import('./01-udp.programs.ts'), sources: () => import('./01-udp.sources.ts') },
  '02-tcp': { programs: () => import('./02-tcp.programs.ts'), sources: () => import('./02-tcp.sources.ts') },
  '03-framing': { programs: () => import('./03-framing.programs.ts'), sources: () => import('./03-framing.sources.ts') },
  '04-closing': { programs: () => import('./04-closing.programs.ts'), sources: () => import('./04-closing.sources.ts') },
  '05-pinger': { programs: () => import('./05-pinger.programs.ts'), sources: () => import('./05-pinger.sources.ts') },
  '06-addresses': { programs: () => import('./06-addresses.programs.ts'), sources: () => import('./06-addresses.sources.ts') },
};
