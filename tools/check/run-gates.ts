/** 跑一组关卡，把毛病写成 JSON。由 `npm run check` 启动：`node --import tsx tools/check/run-gates.ts drift 根目录`。 */
import type { Finding } from './finding.ts';
import { figures } from './figures.ts';
import { gates } from './gates/index.ts';

const [group, root = process.cwd()] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await findings()));

async function findings(): Promise<Finding[]> {
  if (group === 'figures') return (await figures(root)) ?? [];
  return gates.filter((gate) => gate.group === group).flatMap(({ gate }) => gate(root));
}
