/** 跑一组关卡，把毛病写成 JSON。由 `npm run check` 启动：`node --import tsx tools/check/run-gates.ts drift 根目录`。 */
import type { Finding } from './finding.ts';

const [group, root = process.cwd()] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await findings()));

/** 用到哪一组才引入哪一组：画图的引擎有好几兆。 */
async function findings(): Promise<Finding[]> {
  if (group === 'figures') return (await import('./figures.ts')).figures(root);
  const { gates } = await import('./gates/index.ts');
  return gates.filter((gate) => gate.group === group).flatMap(({ gate }) => gate(root));
}
