/** 关卡：另开一个 Node 来跑，主进程不必停下来等。 */
import type { Finding } from '../finding.ts';
import { fileURLToPath } from 'node:url';
import { runNode } from './command.ts';
import { PartError, type Part } from './part.ts';

const runner = fileURLToPath(new URL('../run-gates.ts', import.meta.url));

export type Group = 'drift' | 'prose' | 'figures';

export function gatePart(title: string, group: Group): Part {
  return {
    title,
    async run(root) {
      const { code, stdout, stderr } = await runNode(root, ['--import', import.meta.resolve('tsx'), runner, group, root]);
      if (code !== 0) throw new PartError(stderr.trim());
      return JSON.parse(stdout) as Finding[];
    },
  };
}
